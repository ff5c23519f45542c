package dev.podproof.reference.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.FakeStreams;
import dev.podproof.reference.node.runtime.Labels;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.LifecycleHandlerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private final ManualTimer timer = new ManualTimer();
    private final FakeStreams streams = new FakeStreams();
    private final Listener listener = new Listener();
    private final Deque<Runnable> hooks = new ArrayDeque<>();
    private final Doctor doctor = new Doctor(streams, listener, hooks::add, timer);

    @Test
    void a_container_without_probes_is_started_and_ready() {
        Patient patient = patient(new ContainerBuilder());

        attend(patient);

        assertThat(doctor.started(patient.running())).isTrue();
        assertThat(doctor.ready(patient.running())).isTrue();
        assertThat(doctor.condemned(patient.running())).isEmpty();
    }

    @Test
    void readiness_decides_whether_it_is_ready_and_nothing_else() {
        Patient patient = patient(new ContainerBuilder().withReadinessProbe(exec("ready", 1)));
        streams.answer("ready", 1, "not yet");

        attend(patient);
        timer.pass(1);
        assertThat(doctor.ready(patient.running())).isFalse();
        assertThat(listener.complaints).contains("Unhealthy: Readiness probe failed: not yet");
        assertThat(doctor.condemned(patient.running())).isEmpty();

        streams.answer("ready", 0, "");
        timer.pass(1);
        assertThat(doctor.ready(patient.running())).isTrue();
        assertThat(listener.changed).isNotEmpty();
    }

    @Test
    void liveness_condemns_and_may_set_a_grace_period_of_its_own() {
        Probe probe = new ProbeBuilder(exec("alive", 2))
                .withTerminationGracePeriodSeconds(3L)
                .build();
        Patient patient = patient(new ContainerBuilder().withLivenessProbe(probe));
        streams.answer("alive", 7, "");

        attend(patient);
        timer.pass(0);
        assertThat(doctor.condemned(patient.running())).isEmpty();
        timer.pass(1);

        assertThat(doctor.condemned(patient.running()))
                .contains(new Condemned("failed liveness probe", Optional.of(3L)));
        assertThat(listener.complaints)
                .contains("Unhealthy: Liveness probe failed: command \"alive\" ended with code 7");
    }

    @Test
    void nothing_else_is_asked_before_the_startup_probe_has_succeeded() {
        Patient patient = patient(new ContainerBuilder()
                .withStartupProbe(exec("up", 3))
                .withLivenessProbe(exec("alive", 1))
                .withReadinessProbe(exec("ready", 1)));
        streams.answer("up", 1, "").answer("alive", 0, "").answer("ready", 0, "");

        attend(patient);
        timer.pass(1);
        assertThat(streams.commands).containsOnly("up");
        assertThat(doctor.started(patient.running())).isFalse();
        assertThat(doctor.ready(patient.running())).isFalse();

        streams.answer("up", 0, "");
        timer.pass(1);
        int asked = streams.commands.lastIndexOf("up");
        timer.pass(5);
        assertThat(doctor.started(patient.running())).isTrue();
        assertThat(doctor.ready(patient.running())).isTrue();
        assertThat(streams.commands.lastIndexOf("up")).isEqualTo(asked);
    }

    @Test
    void a_startup_probe_that_never_succeeds_condemns() {
        Patient patient = patient(new ContainerBuilder().withStartupProbe(exec("up", 3)));
        streams.answer("up", 1, "");

        attend(patient);
        timer.pass(2);

        assertThat(doctor.condemned(patient.running()).orElseThrow().why()).isEqualTo("failed startup probe");
    }

    @Test
    void a_probe_that_takes_longer_than_its_time_has_failed() {
        Probe probe = new ProbeBuilder(exec("slow", 1)).withTimeoutSeconds(1).build();
        Patient patient = patient(new ContainerBuilder().withLivenessProbe(probe));

        attend(patient);
        timer.pass(0);

        assertThat(listener.complaints)
                .contains("Unhealthy: Liveness probe failed: command \"slow\" timed out after 1s");
        assertThat(streams.killed).hasValue(1);
    }

    @Test
    void so_has_one_that_closes_its_output_and_goes_on() {
        Probe probe = new ProbeBuilder(exec("hush", 1)).withTimeoutSeconds(1).build();
        Patient patient = patient(new ContainerBuilder().withLivenessProbe(probe));
        streams.silent("hush");

        attend(patient);
        timer.pass(0);

        assertThat(listener.complaints)
                .contains("Unhealthy: Liveness probe failed: command \"hush\" timed out after 1s");
        assertThat(streams.killed).hasValue(1);
    }

    @Test
    void what_was_ready_before_the_agent_was_started_anew_stays_ready() {
        Patient fresh = patient(new ContainerBuilder().withReadinessProbe(exec("ready", 3)));
        Pod known = new PodBuilder(fresh.pod())
                .withNewStatus()
                .addNewContainerStatus()
                .withName("main")
                .withContainerID("docker://" + fresh.id())
                .withReady(true)
                .endContainerStatus()
                .endStatus()
                .build();

        attend(new Patient(known, fresh.spec(), fresh.running(), fresh.address()));

        assertThat(doctor.ready(fresh.running())).isTrue();
    }

    @Test
    void who_is_gone_is_asked_no_more_and_who_leaves_is_asked_only_whether_it_can_serve() {
        Patient patient = patient(
                new ContainerBuilder().withLivenessProbe(exec("alive", 1)).withReadinessProbe(exec("ready", 1)));
        streams.answer("alive", 0, "").answer("ready", 0, "");
        attend(patient);
        timer.pass(0);

        doctor.attend("uid", List.of(patient), true);
        streams.commands.clear();
        timer.pass(3);
        assertThat(streams.commands).containsOnly("ready");

        doctor.attend("uid", List.of(), true);
        streams.commands.clear();
        timer.pass(3);
        assertThat(streams.commands).isEmpty();
    }

    @Test
    void a_container_is_not_looked_after_while_its_post_start_hook_runs() {
        Patient patient = patient(new ContainerBuilder()
                .withReadinessProbe(exec("ready", 1))
                .withLifecycle(
                        new LifecycleBuilder().withPostStart(execHook("greet")).build()));
        streams.answer("ready", 0, "").answer("greet", 0, "");

        doctor.started(patient);
        attend(patient);
        timer.pass(3);
        assertThat(doctor.starting(patient.running())).isTrue();
        assertThat(streams.commands).isEmpty();

        hooks.remove().run();
        attend(patient);
        timer.pass(1);
        assertThat(doctor.starting(patient.running())).isFalse();
        assertThat(streams.commands).containsExactly("greet", "ready", "ready");
    }

    @Test
    void a_post_start_hook_that_fails_condemns_its_container() {
        Patient patient = patient(new ContainerBuilder()
                .withLifecycle(
                        new LifecycleBuilder().withPostStart(execHook("greet")).build()));
        streams.answer("greet", 1, "nobody there");

        doctor.started(patient);
        hooks.remove().run();

        assertThat(doctor.condemned(patient.running())).isPresent();
        assertThat(listener.complaints).containsExactly("FailedPostStartHook: PostStartHook failed: nobody there");
    }

    @Test
    void a_pre_stop_hook_runs_once_and_holds_its_container_until_it_has_ended() {
        Patient patient = patient(new ContainerBuilder()
                .withLifecycle(
                        new LifecycleBuilder().withPreStop(execHook("drain")).build()));
        streams.answer("drain", 0, "");

        assertThat(doctor.isStopping(patient, Duration.ofSeconds(5))).isTrue();
        hooks.remove().run();

        assertThat(doctor.isStopping(patient, Duration.ofSeconds(5))).isFalse();
        assertThat(streams.commands).containsExactly("drain");
        assertThat(listener.changed).contains("uid");
    }

    private void attend(Patient patient) {
        doctor.attend("uid", List.of(patient), false);
    }

    private static Probe exec(String command, int failureThreshold) {
        return new ProbeBuilder()
                .withNewExec()
                .withCommand(command)
                .endExec()
                .withPeriodSeconds(1)
                .withFailureThreshold(failureThreshold)
                .build();
    }

    private static LifecycleHandler execHook(String command) {
        return new LifecycleHandlerBuilder()
                .withNewExec()
                .withCommand(command)
                .endExec()
                .build();
    }

    private static Patient patient(ContainerBuilder container) {
        var spec = container.withName("main").build();
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("web")
                .withUid("uid")
                .endMetadata()
                .withNewSpec()
                .withContainers(spec)
                .endSpec()
                .build();
        Container running = new Container(
                "id",
                "main",
                "image",
                "sha256:1",
                Map.of(Labels.POD_UID, "uid", Labels.CONTAINER, "main"),
                Container.State.RUNNING,
                ManualTimer.START,
                Optional.of(ManualTimer.START),
                Optional.empty(),
                0,
                false,
                "",
                "",
                "SIGTERM");
        return new Patient(pod, spec, running, "127.0.0.1");
    }

    private static final class Listener implements HealthListener {
        private final List<String> changed = new ArrayList<>();
        private final List<String> complaints = new ArrayList<>();

        @Override
        public void changed(String podUid) {
            changed.add(podUid);
        }

        @Override
        public void complained(Pod pod, String container, String reason, String message) {
            complaints.add(reason + ": " + message);
        }
    }
}
