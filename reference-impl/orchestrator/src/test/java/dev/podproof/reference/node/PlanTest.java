package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.node.runtime.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void a_new_pod_has_all_its_containers_started() {
        Plan plan = plan(pod("Always"));

        assertThat(plan.starts())
                .extracting(start -> start.container().getName())
                .containsExactly("one", "two");
        assertThat(plan.finished()).isFalse();
    }

    @Test
    void a_pod_that_runs_needs_nothing() {
        Plan plan = plan(pod("Always"), Seen.sandbox(), running("one"), running("two"));

        assertThat(plan.starts()).isEmpty();
        assertThat(plan.stops()).isEmpty();
        assertThat(plan.leftovers()).isEmpty();
        assertThat(plan.again()).isEmpty();
    }

    @Test
    void only_the_container_that_ended_is_started_again() {
        Container ended = Seen.container("two").ended(1, 1).build();

        Plan plan = plan(pod("Always"), Seen.sandbox(), running("one"), ended);

        assertThat(plan.starts())
                .extracting(start -> start.container().getName())
                .containsExactly("two");
    }

    @Test
    void a_container_that_is_held_back_sets_the_time_of_the_next_look() {
        Container ended = Seen.container("two").restarted(1, 10).ended(1, 1).build();

        Plan plan = plan(pod("Always"), Seen.sandbox(), running("one"), ended);

        assertThat(plan.starts()).isEmpty();
        assertThat(plan.heldBack()).containsExactly(ended);
        assertThat(plan.again()).contains(Seen.START.plusSeconds(11));
    }

    @Test
    void containers_of_a_sandbox_that_is_gone_are_stopped_before_anything_is_started() {
        Container lost = Seen.container("one").inSandbox("another").build();

        Plan plan = plan(pod("Always"), Seen.sandbox(), lost, running("two"));

        assertThat(plan.stops()).extracting(Plan.Stop::container).containsExactly(lost);
    }

    @Test
    void a_container_is_replaced_when_its_pod_names_another_image() {
        Pod changed = new PodBuilder(pod("Always"))
                .editSpec()
                .editFirstContainer()
                .withImage("image:2")
                .endContainer()
                .endSpec()
                .build();

        Plan plan = plan(changed, Seen.sandbox(), running("one"), running("two"));

        assertThat(plan.stops())
                .extracting(stop -> stop.container().containerName())
                .containsExactly("one");
    }

    @Test
    void a_container_that_is_given_up_is_stopped_whatever_the_restart_policy() {
        for (String policy : List.of("Always", "Never")) {
            PodView view = new PodView(pod(policy), List.of(Seen.sandbox(), running("one"), running("two")));

            Plan plan = Plan.of(view, Well.but("two"), Seen.START.plusSeconds(2));

            String suffix = policy.equals("Never") ? "" : ", will be restarted";
            assertThat(plan.stops())
                    .containsExactly(
                            new Plan.Stop(running("two"), "failed liveness probe" + suffix, Duration.ofSeconds(7)));
        }
    }

    @Test
    void nothing_is_started_after_a_container_whose_post_start_hook_still_runs() {
        PodView view = new PodView(pod("Always"), List.of(Seen.sandbox(), running("one")));

        assertThat(names(Plan.of(view, Well.whileStarting("one"), Seen.START))).isEmpty();
        assertThat(names(Plan.of(view, new Well(), Seen.START))).containsExactly("two");
    }

    @Test
    void init_containers_come_first_and_one_at_a_time() {
        Pod pod = withInit(pod("Always"));

        assertThat(names(plan(pod))).containsExactly("first");
        assertThat(names(plan(pod, Seen.sandbox(), running("first")))).isEmpty();
        Container first = Seen.container("first").ended(0, 1).build();
        assertThat(names(plan(pod, Seen.sandbox(), first))).containsExactly("second");
        Container second = Seen.container("second").ended(0, 1).build();
        assertThat(names(plan(pod, Seen.sandbox(), first, second))).containsExactly("one", "two");
    }

    @Test
    void a_pod_that_lost_its_sandbox_is_prepared_anew_unless_nothing_runs_any_more() {
        Container old = Seen.container("first").inSandbox("gone").ended(0, 1).build();
        Container one = Seen.container("one").inSandbox("gone").ended(137, 60).build();
        Container two = Seen.container("two").inSandbox("gone").ended(137, 60).build();

        assertThat(names(plan(withInit(pod("Always")), old, one, two))).containsExactly("first");
        assertThat(names(plan(withInit(pod("Never")), old, one, two))).isEmpty();
    }

    @Test
    void an_init_container_that_failed_is_tried_again_unless_the_pod_is_never_restarted() {
        Container failed = Seen.container("first").ended(1, 1).build();

        assertThat(names(plan(withInit(pod("Always")), Seen.sandbox(), failed))).containsExactly("first");
        Plan never = plan(withInit(pod("Never")), Seen.sandbox(), failed);
        assertThat(never.starts()).isEmpty();
        assertThat(never.finished()).isTrue();
    }

    @Test
    void a_pod_whose_containers_all_ended_for_good_is_finished() {
        Container one = Seen.container("one").ended(0, 1).build();
        Container two = Seen.container("two").ended(1, 1).build();

        assertThat(plan(pod("Never"), Seen.sandbox(), one, two).finished()).isTrue();
        assertThat(plan(pod("OnFailure"), Seen.sandbox(), one, two).finished()).isFalse();
    }

    @Test
    void keeps_the_container_before_the_newest_for_its_logs_and_no_older_one() {
        Container oldest = Seen.container("one").ended(1, 1).build();
        Container older = Seen.container("one").restarted(1, 10).ended(1, 1).build();
        Container newest = Seen.container("one").restarted(2, 20).build();

        Plan plan = plan(pod("Always"), Seen.sandbox(), oldest, older, newest, running("two"));

        assertThat(plan.leftovers()).containsExactly(oldest);
    }

    private static Plan plan(Pod pod, Container... seen) {
        return Plan.of(new PodView(pod, List.of(seen)), new Well(), Seen.START.plusSeconds(2));
    }

    private static List<String> names(Plan plan) {
        return plan.starts().stream().map(start -> start.container().getName()).toList();
    }

    private static Container running(String name) {
        return Seen.container(name).build();
    }

    private static Pod withInit(Pod pod) {
        return new PodBuilder(pod)
                .editSpec()
                .addNewInitContainer()
                .withName("first")
                .withImage("image:1")
                .endInitContainer()
                .addNewInitContainer()
                .withName("second")
                .withImage("image:1")
                .endInitContainer()
                .endSpec()
                .build();
    }

    private static Pod pod(String policy) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("pod")
                .withNamespace("default")
                .withUid("uid")
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy(policy)
                .addNewContainer()
                .withName("one")
                .withImage("image:1")
                .endContainer()
                .addNewContainer()
                .withName("two")
                .withImage("image:1")
                .endContainer()
                .endSpec()
                .build();
    }
}
