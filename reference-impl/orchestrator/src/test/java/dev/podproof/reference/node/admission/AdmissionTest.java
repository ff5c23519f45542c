package dev.podproof.reference.node.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final List<Pod> bound = new ArrayList<>();
    private final Admission admission = new Admission(
            () -> bound,
            () -> Map.of("cpu", new Quantity("2"), "memory", new Quantity("1Gi"), "pods", new Quantity("3")),
            "host-1",
            () -> Map.of("disk", "ssd"));

    @Test
    void a_pod_whose_port_another_has_is_refused_once_and_for_all() {
        takes(port("first", 8080));
        Pod second = bound(port("second", 8080));

        assertThat(admission.refuse(second, false)).contains(new Refusal("NodePorts", "Predicate NodePorts failed"));

        bound.removeIf(pod -> pod.getMetadata().getName().equals("first"));
        assertThat(admission.refuse(second, false)).isPresent();
        takes(port("third", 8080));
    }

    @Test
    void the_same_port_of_two_protocols_is_two() {
        takes(port("tcp", 53));
        takes(new PodBuilder(port("udp", 53))
                .editSpec()
                .editFirstContainer()
                .editFirstPort()
                .withProtocol("UDP")
                .endPort()
                .endContainer()
                .endSpec()
                .build());
    }

    @Test
    void a_pod_that_asks_for_more_than_is_left_is_refused_with_the_amounts() {
        takes(requests("first", "cpu", "1500m"));

        assertThat(admission.refuse(bound(requests("second", "cpu", "1")), false))
                .contains(new Refusal(
                        "OutOfcpu",
                        "Node didn't have enough resource: cpu, requested: 1000, used: 1500, capacity: 2000"));
        assertThat(admission.refuse(bound(requests("third", "memory", "2Gi")), false))
                .map(Refusal::reason)
                .contains("OutOfmemory");
        takes(requests("fourth", "cpu", "500m"));
    }

    @Test
    void no_more_pods_than_the_host_takes() {
        takes(port("one", 1));
        takes(port("two", 2));
        takes(port("three", 3));

        assertThat(admission.refuse(bound(port("four", 4)), false))
                .map(Refusal::reason)
                .contains("OutOfpods");
    }

    @Test
    void who_runs_already_is_not_asked_and_holds_what_it_has() {
        Pod running = bound(inPhase("Running", port("runs", 8080)));

        // Another agent let it in; this one has not even looked at it.
        assertThat(admission.refuse(bound(port("new", 8080)), false)).isPresent();
        assertThat(admission.refuse(running, true)).isEmpty();
    }

    @Test
    void who_has_ended_holds_nothing() {
        bound(inPhase("Succeeded", port("over", 8080)));

        takes(port("next", 8080));
    }

    @Test
    void a_pod_that_wants_another_kind_of_host_is_refused() {
        takes(selecting("fast", "disk", "ssd"));

        assertThat(admission.refuse(bound(selecting("slow", "disk", "tape")), false))
                .contains(new Refusal("NodeAffinity", "Predicate NodeAffinity failed"));
        assertThat(admission.refuse(bound(onHosts("elsewhere", "host-2")), false))
                .map(Refusal::reason)
                .contains("NodeAffinity");
        takes(onHosts("here", "host-1"));
    }

    @Test
    void settings_of_the_kernel_that_reach_beyond_the_pod_are_refused() {
        takes(setting("safe", "net.ipv4.ip_unprivileged_port_start"));
        takes(setting("slashed", "net/ipv4/tcp_syncookies"));

        assertThat(admission.refuse(bound(setting("unsafe", "net.core.somaxconn")), false))
                .contains(new Refusal("SysctlForbidden", "forbidden sysctl: \"net.core.somaxconn\" not allowlisted"));
        Pod onTheHost = new PodBuilder(setting("host", "net.ipv4.tcp_syncookies"))
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build();
        assertThat(admission.refuse(bound(onTheHost), false))
                .map(Refusal::message)
                .contains("forbidden sysctl: \"net.ipv4.tcp_syncookies\" not allowed with host net enabled");
    }

    private static Pod selecting(String name, String label, String value) {
        return new PodBuilder(pod(name))
                .editSpec()
                .addToNodeSelector(label, value)
                .endSpec()
                .build();
    }

    private static Pod onHosts(String name, String... hosts) {
        return new PodBuilder(pod(name))
                .editSpec()
                .withNewAffinity()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .addNewNodeSelectorTerm()
                .addNewMatchField()
                .withKey("metadata.name")
                .withOperator("In")
                .withValues(hosts)
                .endMatchField()
                .endNodeSelectorTerm()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .endAffinity()
                .endSpec()
                .build();
    }

    private static Pod setting(String name, String sysctl) {
        return new PodBuilder(pod(name))
                .editSpec()
                .withNewSecurityContext()
                .addNewSysctl(sysctl, "1")
                .endSecurityContext()
                .endSpec()
                .build();
    }

    private void takes(Pod pod) {
        assertThat(admission.refuse(bound(pod), false))
                .as(pod.getMetadata().getName())
                .isEmpty();
    }

    private Pod bound(Pod pod) {
        bound.add(pod);
        return pod;
    }

    private static Pod inPhase(String phase, Pod pod) {
        return new PodBuilder(pod)
                .withNewStatus()
                .withPhase(phase)
                .withContainerStatuses(new ContainerStatus())
                .endStatus()
                .build();
    }

    private static Pod port(String name, int port) {
        return new PodBuilder(pod(name))
                .editSpec()
                .editFirstContainer()
                .addNewPort()
                .withContainerPort(80)
                .withHostPort(port)
                .endPort()
                .endContainer()
                .endSpec()
                .build();
    }

    private static Pod requests(String name, String resource, String amount) {
        return new PodBuilder(pod(name))
                .editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToRequests(resource, new Quantity(amount))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .endContainer()
                .endSpec()
                .build();
    }
}
