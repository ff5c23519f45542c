package dev.podproof.reference.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podproof.reference.testing.TwoHosts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A host that loses its power says no word: nothing comes from it any more, and nothing says that nothing will. */
class KeepAliveIT {
    private static final long SOON = 30;
    private static final Optional<String> OBSTACLE = TwoHosts.obstacle();

    @BeforeAll
    static void needsAKernelOfItsOwn() {
        assumeTrue(OBSTACLE.isEmpty(), () -> OBSTACLE.orElse(""));
    }

    /** The kernel's own times are two hours for who is silent, and a quarter of an hour for who is spoken to. */
    @Test
    void who_goes_without_a_word_is_noticed_whether_or_not_somebody_speaks_to_him() throws Exception {
        try (TwoHosts hosts = new TwoHosts()) {
            // As podproof-host does, with a smaller number.
            hosts.in("here", "sysctl", "-qw", "net.ipv4.tcp_retries2=3");
            BlockingQueue<String> server = hosts.start("here", SilentPeer.class, "serve", "172.30.0.2", "8080");
            assertThat(server.poll(SOON, TimeUnit.SECONDS)).isEqualTo("ready");
            hosts.start("there", SilentPeer.class, "ask", "172.30.0.2", "8080");
            assertThat(twoLines(server)).containsExactly("came: /silence", "came: /words");

            hosts.in("there", "ip", "link", "set", "eth0", "down");

            assertThat(twoLines(server)).containsExactly("went: /silence", "went: /words");
        }
    }

    private static List<String> twoLines(BlockingQueue<String> lines) throws InterruptedException {
        return Stream.of(
                        Optional.ofNullable(lines.poll(SOON, TimeUnit.SECONDS)),
                        Optional.ofNullable(lines.poll(SOON, TimeUnit.SECONDS)))
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }
}
