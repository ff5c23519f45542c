package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.NotUndone;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AfterwardsTest {
    private final Afterwards afterwards = new Afterwards();
    private final List<String> done = new ArrayList<>();

    @Test
    void theLastChangeIsUndoneFirstAndAFailureKeepsNothingFromIt() {
        afterwards.add(() -> done.add("first"));
        afterwards.add(() -> {
            throw new NotMet("it is still there");
        });
        afterwards.add(() -> {
            throw new IllegalStateException("it is gone");
        });
        afterwards.add(() -> done.add("last"));

        afterwards.undo("a scenario");

        assertThat(done).containsExactly("last", "first");
    }

    @Test
    void whatIsLeftOnTheWholeTargetIsThrownOnceEverythingWasTried() {
        afterwards.add(() -> done.add("first"));
        afterwards.add(() -> {
            throw new NotUndone("host-2 is away", null);
        });

        assertThatThrownBy(() -> afterwards.undo("a scenario"))
                .isInstanceOf(NotUndone.class)
                .hasMessage("host-2 is away");
        assertThat(done).containsExactly("first");
    }
}
