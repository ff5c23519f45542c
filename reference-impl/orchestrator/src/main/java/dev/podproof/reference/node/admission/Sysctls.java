package dev.podproof.reference.node.admission;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Sysctl;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which settings of the kernel a pod may change: those that stay in its own namespaces and harm no other pod. */
final class Sysctls {
    /** What Kubernetes 1.32 calls safe. */
    private static final Set<String> SAFE = Set.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_local_reserved_ports",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.ping_group_range",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_rmem",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.tcp_wmem");

    private Sysctls() {}

    static Optional<Refusal> refuse(PodSpec spec) {
        return Optional.ofNullable(spec.getSecurityContext())
                .map(PodSecurityContext::getSysctls)
                .orElse(List.of())
                .stream()
                .flatMap(sysctl -> objection(sysctl, spec).stream())
                .map(words -> new Refusal("SysctlForbidden", "forbidden sysctl: " + words))
                .findFirst();
    }

    private static Optional<String> objection(Sysctl sysctl, PodSpec spec) {
        // Either way of writing it is the kernel's.
        String name = sysctl.getName().replace('/', '.');
        String quoted = '"' + sysctl.getName() + '"';
        if (!SAFE.contains(name)) {
            return Optional.of(quoted + " not allowlisted");
        }
        if (name.startsWith("net.") && Boolean.TRUE.equals(spec.getHostNetwork())) {
            return Optional.of(quoted + " not allowed with host net enabled");
        }
        if (name.startsWith("kernel.") && Boolean.TRUE.equals(spec.getHostIPC())) {
            return Optional.of(quoted + " not allowed with host ipc enabled");
        }
        return Optional.empty();
    }
}
