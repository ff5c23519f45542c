package dev.podproof.report.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.NotUndone;
import dev.podproof.conformance.world.Comparison;
import org.junit.jupiter.api.Test;

class RecordedTest {
    @Test
    void theSuiteWritesTheWordsThatTheVerdictReads() {
        assertThat(Recorded.OBSERVATION).isEqualTo(Comparison.OBSERVATION);
        assertThat(Recorded.MATRIX).isEqualTo(Comparison.MATRIX);
        assertThat(Recorded.SOURCES).isEqualTo(Comparison.SOURCES);
        assertThat(Recorded.NOT_MET).isEqualTo(NotMet.class.getName());
        assertThat(Recorded.NOT_UNDONE).isEqualTo(NotUndone.class.getName());
        assertThat(Recorded.MISSING_NEED).isEqualTo(MissingNeed.class.getName());
    }
}
