package dev.podproof.reference.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.node.health.ProbeWorker.Verdict;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeWorkerTest {
    private final ManualTimer timer = new ManualTimer();
    private final List<String> heard = new ArrayList<>();
    private boolean good = true;
    private int asked;

    @Test
    void asks_first_after_the_initial_delay_and_then_once_in_each_period() {
        begin(new ProbeBuilder().withInitialDelaySeconds(5).withPeriodSeconds(2).build());

        timer.pass(4);
        assertThat(asked).isZero();
        timer.pass(1);
        assertThat(asked).isEqualTo(1);
        timer.pass(6);
        assertThat(asked).isEqualTo(4);
    }

    @Test
    void asks_at_once_about_a_container_whose_initial_delay_was_over_before() {
        ProbeWorker worker =
                worker(new ProbeBuilder().withInitialDelaySeconds(5).build());

        worker.begin(ManualTimer.START.minusSeconds(60));
        timer.pass(0);

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void fails_after_so_many_failures_in_a_row_and_complains_of_each() {
        ProbeWorker worker = begin(
                new ProbeBuilder().withPeriodSeconds(1).withFailureThreshold(3).build());
        timer.pass(0);
        good = false;
        timer.pass(2);
        good = true;
        timer.pass(1);
        good = false;
        timer.pass(2);
        assertThat(worker.verdict()).isEqualTo(Verdict.GOOD);

        timer.pass(1);

        assertThat(worker.verdict()).isEqualTo(Verdict.BAD);
        assertThat(heard).containsExactly("GOOD", "no", "no", "no", "no", "no", "BAD");
    }

    @Test
    void succeeds_after_so_many_successes_in_a_row() {
        ProbeWorker worker = begin(
                new ProbeBuilder().withPeriodSeconds(1).withSuccessThreshold(2).build());
        timer.pass(0);
        assertThat(worker.verdict()).isEqualTo(Verdict.UNKNOWN);

        timer.pass(1);

        assertThat(worker.verdict()).isEqualTo(Verdict.GOOD);
    }

    @Test
    void asks_no_more_once_it_is_stopped() {
        ProbeWorker worker = begin(new ProbeBuilder().withPeriodSeconds(1).build());
        timer.pass(3);

        worker.stop();
        timer.pass(10);

        assertThat(asked).isEqualTo(4);
    }

    private ProbeWorker begin(Probe probe) {
        ProbeWorker worker = worker(probe);
        worker.begin(ManualTimer.START);
        return worker;
    }

    private ProbeWorker worker(Probe probe) {
        return new ProbeWorker(probe, this::answer, timer, Verdict.UNKNOWN, new ProbeWorker.Owner() {
            @Override
            public void turned(Verdict verdict) {
                heard.add(verdict.name());
            }

            @Override
            public void complained(String words) {
                heard.add(words);
            }
        });
    }

    private Outcome answer() {
        asked++;
        return new Outcome(good, good ? "yes" : "no");
    }
}
