package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.node.runtime.Container;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextStepTest {
    private static final Instant SOON = Seen.START.plusSeconds(6);

    @Test
    void a_container_that_was_never_seen_is_made() {
        assertThat(NextStep.of("Always", Optional.empty(), "image:1", SOON)).isEqualTo(new NextStep.Make(0, 0));
    }

    @Test
    void a_container_that_was_made_before_the_agent_ended_is_launched_and_not_made_twice() {
        Container made = Seen.container("web").made().build();

        assertThat(next("Always", made, SOON)).isEqualTo(new NextStep.Launch(made));
    }

    @Test
    void a_running_container_is_kept_unless_the_pod_names_another_image() {
        Container running = Seen.container("web").build();

        assertThat(next("Never", running, SOON)).isEqualTo(new NextStep.Keep(running));
        assertThat(NextStep.of("Never", Optional.of(running), "image:2", SOON))
                .isEqualTo(new NextStep.Replace(running));
    }

    @ParameterizedTest
    @CsvSource({
        "Always,0,false",
        "Always,1,false",
        "OnFailure,0,true",
        "OnFailure,1,false",
        "Never,0,true",
        "Never,1,true"
    })
    void the_restart_policy_says_whether_an_end_is_the_end(String policy, int code, boolean done) {
        Container ended = Seen.container("web").ended(code, 5).build();

        assertThat(next(policy, ended, SOON) instanceof NextStep.Done).isEqualTo(done);
    }

    @Test
    void a_container_that_can_not_be_started_has_failed() {
        Container broken = Seen.container("web").notStartable("no such file").build();

        assertThat(next("OnFailure", broken, SOON)).isEqualTo(new NextStep.Make(1, 10));
        assertThat(next("Never", broken, SOON)).isEqualTo(new NextStep.Done(broken));
        assertThat(new NextStep.Done(broken).succeeded()).isFalse();
    }

    @Test
    void the_first_restart_comes_at_once_and_each_further_one_after_twice_the_wait_of_the_last() {
        assertThat(next("Always", Seen.container("web").ended(1, 5).build(), SOON))
                .isEqualTo(new NextStep.Make(1, 10));

        Container second = Seen.container("web").restarted(1, 10).ended(1, 5).build();
        assertThat(next("Always", second, SOON)).isEqualTo(new NextStep.Wait(second, Seen.START.plusSeconds(15)));
        assertThat(next("Always", second, Seen.START.plusSeconds(15))).isEqualTo(new NextStep.Make(2, 20));
    }

    @Test
    void no_wait_is_longer_than_five_minutes() {
        Container late = Seen.container("web").restarted(6, 300).ended(1, 0).build();

        assertThat(next("Always", late, Seen.START.plusSeconds(300))).isEqualTo(new NextStep.Make(7, 300));
    }

    @Test
    void a_container_that_was_well_for_ten_minutes_begins_anew() {
        Container well = Seen.container("web").restarted(6, 300).ended(1, 600).build();

        assertThat(next("Always", well, Seen.START.plusSeconds(600))).isEqualTo(new NextStep.Make(7, 10));
    }

    private static NextStep next(String policy, Container last, Instant now) {
        return NextStep.of(policy, Optional.of(last), "image:1", now);
    }
}
