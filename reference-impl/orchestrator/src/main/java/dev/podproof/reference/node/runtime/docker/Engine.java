package dev.podproof.reference.node.runtime.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeFailure.Reason;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What every call to the Engine through docker-java shares: its errors in our terms, its names for things in Kubernetes' terms, and an end.
 * A unix socket knows no timeouts, so that docker-java's own have no effect: who waits for an Engine that hangs is interrupted, which closes
 * the socket.
 */
final class Engine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> ARCHITECTURES = Map.of("x86_64", "amd64", "aarch64", "arm64");

    private final DockerClient docker;
    private final Duration patience;

    /** @param patience for what is asked in one go */
    Engine(DockerClient docker, Duration patience) {
        this.docker = docker;
        this.patience = patience;
    }

    /** Asks, and waits for the answer for as long as there is patience. Throws {@link RuntimeFailure}. */
    <T> T ask(Function<DockerClient, T> call) {
        return inOurTerms(() -> {
            Watchdog watchdog = new Watchdog(Thread.currentThread(), patience);
            try {
                return call.apply(docker);
            } catch (RuntimeException failed) {
                if (watchdog.hasBitten()) {
                    String words = "it said nothing for " + patience.toSeconds() + " s";
                    throw new IllegalStateException(words, new SocketTimeoutException(words));
                }
                throw failed;
            } finally {
                watchdog.end();
            }
        });
    }

    /** The same without an answer. */
    void tell(Consumer<DockerClient> call) {
        this.<Boolean>ask(client -> {
            call.accept(client);
            return true;
        });
    }

    /** What lasts by its nature, and is not given up here. */
    void tellAtLength(Consumer<DockerClient> call) {
        inOurTerms(() -> {
            call.accept(docker);
            return true;
        });
    }

    private static <T> T inOurTerms(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeFailure ours) {
            throw ours;
        } catch (NotFoundException cause) {
            throw failure(Reason.NOT_FOUND, cause);
        } catch (ConflictException cause) {
            throw failure(Reason.CONFLICT, cause);
        } catch (BadRequestException cause) {
            throw failure(Reason.REFUSED, cause);
        } catch (DockerException | DockerClientException cause) {
            throw failure(Reason.FAILED, cause);
        } catch (RuntimeException cause) {
            // docker-java wraps whatever its transport threw: a socket that is not there, an Engine that restarts.
            String message =
                    "the Docker Engine does not answer: " + rootOf(cause).getMessage();
            throw new RuntimeFailure(Reason.UNAVAILABLE, message, cause);
        }
    }

    static RuntimeFailure failure(Reason reason, RuntimeException cause) {
        return new RuntimeFailure(reason, "Error response from daemon: " + words(cause.getMessage()), cause);
    }

    /** The Engine's own sentence out of {@code Status 404: {"message":"…"}}. */
    static String words(String message) {
        int start = message == null ? -1 : message.indexOf("{\"message\"");
        if (start < 0) {
            return String.valueOf(message).strip();
        }
        try {
            return JSON.readTree(message.substring(start))
                    .path("message")
                    .asText()
                    .strip();
        } catch (JsonProcessingException notJson) {
            return message.strip();
        }
    }

    static Throwable rootOf(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    static String architecture(String machine) {
        return ARCHITECTURES.getOrDefault(machine, machine);
    }

    /** Asked for a name without a tag, the Engine would pull every tag there is. */
    static String withTag(String reference) {
        boolean tagged = reference.indexOf(':', reference.lastIndexOf('/') + 1) >= 0;
        return tagged || reference.contains("@") ? reference : reference + ":latest";
    }
}
