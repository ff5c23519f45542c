package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.conformance.ObedientHosts;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.subject.Counts;
import dev.podproof.conformance.world.Caller.Door;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A service is known to the API before it is known to each host. */
class CallerTest {
    private static final Door DOOR = new Door("10.96.0.9", 80, "TCP");

    private final Map<String, Integer> looks = new ConcurrentHashMap<>();

    @Test
    void nobodyCallsInEarnestBeforeEachHostKnowsTheWay() {
        Caller caller = caller(3);

        caller.awaitWay(List.of(on("host-1"), on("host-2")), List.of(DOOR), Limit.patience(Duration.ofSeconds(30)));

        assertThat(looks).containsEntry("host-1", 3).containsEntry("host-2", 3);
    }

    @Test
    void whereThePatienceEndsTheCallsAreMadeAllTheSame() {
        caller(Integer.MAX_VALUE)
                .awaitWay(List.of(on("host-1")), List.of(DOOR), Limit.patience(Duration.ofMillis(300)));

        assertThat(looks.get("host-1")).isGreaterThan(1);
    }

    @Test
    void whatWasAnsweredOnceIsNotAskedForAgain() {
        Caller caller = new Caller(new Shell(
                null,
                Optional.of(new Callable(0) {
                    @Override
                    public ExecResult exec(String host, String... command) {
                        // Deaf to all but the first of those who come together.
                        List<String> words = List.of(command);
                        int first = words.indexOf("UDP");
                        looks.merge(host, 1, Integer::sum);
                        return new ExecResult(
                                0,
                                "UDP %s %s 1 I am web/main, you are 10.0.0.1:40000"
                                        .formatted(words.get(first + 1), words.get(first + 2)),
                                "");
                    }
                }),
                new Counts()));

        caller.awaitWay(
                List.of(on("host-1")),
                List.of(
                        new Door("10.0.0.1", 53, "UDP"),
                        new Door("10.0.0.2", 53, "UDP"),
                        new Door("10.0.0.3", 53, "UDP")),
                Limit.patience(Duration.ofSeconds(30)));

        assertThat(looks).containsEntry("host-1", 3);
    }

    private Caller caller(int answersAtLook) {
        return new Caller(new Shell(null, Optional.of(new Callable(answersAtLook)), new Counts()));
    }

    private static Peer on(String host) {
        return new BareContainer("client", host, "client", "10.0.0.1", Set.of(), false, false);
    }

    /** Hosts on which a call is refused until it has been made often enough. */
    private class Callable extends ObedientHosts {
        private final int answersAtLook;

        private Callable(int answersAtLook) {
            this.answersAtLook = answersAtLook;
        }

        @Override
        public List<String> list() {
            return List.of("host-1", "host-2");
        }

        @Override
        public DockerClient engine(String host) {
            throw new UnsupportedOperationException(host);
        }

        @Override
        public ExecResult exec(String host, String... command) {
            boolean answers = looks.merge(host, 1, Integer::sum) >= answersAtLook;
            return new ExecResult(
                    0,
                    "TCP 10.96.0.9 80 1 " + (answers ? "I am web/main, you are 10.0.0.1:40000" : "Connection refused"),
                    "");
        }
    }
}
