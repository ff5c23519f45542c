package dev.podproof.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        assertThat(sample(300, 100, 200).median()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(sample(400, 100, 200, 300).median()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void aRatioComparesMedians() {
        assertThat(sample(300, 100, 200).ratioTo(sample(100, 100, 900))).isEqualTo(2.0);
    }

    @Test
    void aRowShowsTheSpread() {
        assertThat(sample(300, 100, 200).row()).isEqualTo("| a | 200 | 100 | 300 | 3 |");
    }

    @Test
    void ofAHundredTheNinetyNinthIsTheSecondLongest() {
        long[] millis = LongStream.rangeClosed(1, 100).toArray();

        assertThat(sample(millis).percentile(99)).isEqualTo(Duration.ofMillis(99));
        assertThat(sample(millis).rowWithPercentile()).isEqualTo("| a | 50 | 99 | 1 | 100 | 100 |");
        assertThat(sample(7).percentile(99)).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void nothingMeasuredIsAnErrorThatNamesTheSample() {
        assertThatThrownBy(() -> sample().median()).hasMessage("nothing was measured for a");
    }

    private static Sample sample(long... millis) {
        Sample sample = new Sample("a");
        for (long each : millis) {
            sample.add(Duration.ofMillis(each));
        }
        return sample;
    }
}
