package dev.podproof.reference.node.health;

import dev.podproof.reference.node.health.Action.Exec;
import dev.podproof.reference.node.health.Action.Http;
import dev.podproof.reference.node.health.Action.Sleep;
import dev.podproof.reference.node.health.Action.Tcp;
import dev.podproof.reference.node.health.Action.Unknown;
import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.ContainerStreams.ExecRequest;
import dev.podproof.reference.node.runtime.ProcessStreams;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Does what probes and hooks ask for; each call holds its thread until there is an answer or the time is over. */
final class Actions {
    private final ContainerStreams streams;
    private final HttpAsker http = new HttpAsker();

    Actions(ContainerStreams streams) {
        this.streams = streams;
    }

    Outcome run(Action action, Patient patient, Duration limit) {
        if (action instanceof Exec exec) {
            return exec(exec, patient, limit);
        }
        if (action instanceof Http request) {
            return patient.port(request.request().getPort())
                    .map(port -> http.ask(request.request(), patient.address(), port, limit))
                    .orElseGet(() -> noPort(request.request().getPort().getStrVal()));
        }
        if (action instanceof Tcp tcp) {
            return patient.port(tcp.socket().getPort())
                    .map(port -> connect(tcp, patient, port, limit))
                    .orElseGet(() -> noPort(tcp.socket().getPort().getStrVal()));
        }
        if (action instanceof Sleep sleep) {
            return sleep(sleep.time().compareTo(limit) < 0 ? sleep.time() : limit);
        }
        return Outcome.bad("this host does not know " + ((Unknown) action).what());
    }

    private static Outcome noPort(String name) {
        return Outcome.bad("the container has no port named \"" + name + "\"");
    }

    private Outcome exec(Exec exec, Patient patient, Duration limit) {
        ShortOutput output = new ShortOutput();
        String command = "command \"" + String.join(" ", exec.command()) + "\"";
        try (ProcessStreams process =
                streams.exec(patient.id(), new ExecRequest(exec.command(), false, true, true, false), output)) {
            long end = System.nanoTime() + limit.toNanos();
            // A command may close its output and go on.
            Optional<Integer> ended = output.ends(limit)
                    ? process.exitCode(Duration.ofNanos(Math.max(0, end - System.nanoTime())))
                    : Optional.empty();
            if (ended.isEmpty()) {
                if (!Thread.currentThread().isInterrupted()) {
                    // Or each probe would leave one more of them behind. An agent that stops leaves it to the next one.
                    process.kill();
                }
                return Outcome.bad(command + " timed out after " + seconds(limit));
            }
            int code = ended.get();
            String words = output.text().isBlank() && code != 0 ? command + " ended with code " + code : output.text();
            return new Outcome(code == 0, words);
        } catch (RuntimeFailure failed) {
            String words = command + " could not be run: " + failed.getMessage();
            return failed.reason() == RuntimeFailure.Reason.UNAVAILABLE ? Outcome.none(words) : Outcome.bad(words);
        }
    }

    private static Outcome connect(Tcp tcp, Patient patient, int port, Duration limit) {
        String host = Optional.ofNullable(tcp.socket().getHost())
                .filter(name -> !name.isEmpty())
                .orElse(patient.address());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(limit.toMillis()));
            return Outcome.good("");
        } catch (IOException refused) {
            return Outcome.bad("dial tcp " + host + ":" + port + ": " + Outcome.words(refused));
        }
    }

    private static Outcome sleep(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !Thread.interrupted(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return Outcome.good("");
    }

    static String seconds(Duration limit) {
        return limit.toMillis() % 1_000 == 0 ? limit.toSeconds() + "s" : limit.toMillis() + "ms";
    }
}
