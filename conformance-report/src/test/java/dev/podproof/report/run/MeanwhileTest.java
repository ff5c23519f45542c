package dev.podproof.report.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class MeanwhileTest {
    private final Meanwhile meanwhile = new Meanwhile();

    @Test
    void thingsAreMadeSideBySideAndWhatGoesWrongIsForWhoeverAsks() {
        CountDownLatch other = new CountDownLatch(1);
        CompletableFuture<String> waits = meanwhile.make(() -> {
            await(other);
            return "made";
        });
        CompletableFuture<String> fails = meanwhile.make(() -> {
            other.countDown();
            throw new IllegalStateException("no space left");
        });

        assertThat(waits.join()).isEqualTo("made");
        assertThatThrownBy(fails::join).hasRootCauseMessage("no space left");
        meanwhile.end();
    }

    @Test
    void anEndInterruptsWhatIsBeingMadeAndReturnsWhenItHasLetGo() {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> made = meanwhile.make(() -> {
            begun.countDown();
            await(new CountDownLatch(1));
            return "made";
        });
        await(begun);

        meanwhile.end();

        assertThat(made).isCompletedExceptionally();
        assertThatThrownBy(() -> meanwhile.make(() -> "more")).isInstanceOf(RejectedExecutionException.class);
        meanwhile.end();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
