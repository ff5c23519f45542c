package dev.podproof.reference.node.runtime.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeFailure.Reason;
import java.util.Map;
import java.util.function.Supplier;

/** What every call to the Engine shares: its errors in our terms, and its names for things in Kubernetes' terms. */
final class Engine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> ARCHITECTURES = Map.of("x86_64", "amd64", "aarch64", "arm64");

    private Engine() {}

    static <T> T ask(Supplier<T> call) {
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

    static void tell(Runnable call) {
        Engine.<Boolean>ask(() -> {
            call.run();
            return true;
        });
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
