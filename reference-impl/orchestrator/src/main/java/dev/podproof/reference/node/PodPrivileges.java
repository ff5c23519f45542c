package dev.podproof.reference.node;

import dev.podproof.reference.node.env.UnresolvedReference;
import dev.podproof.reference.node.runtime.ContainerSpec.Privileges;
import dev.podproof.reference.node.runtime.Image;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Sysctl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a container may do: its own security context over its pod's over its image's. */
final class PodPrivileges {
    private PodPrivileges() {}

    /** Throws {@link UnresolvedReference} if the container must not run as root and would. */
    static Privileges of(PodSpec pod, Container container, Image image) {
        PodSecurityContext shared = Objects.requireNonNullElseGet(pod.getSecurityContext(), PodSecurityContext::new);
        SecurityContext own = Objects.requireNonNullElseGet(container.getSecurityContext(), SecurityContext::new);
        Long user = first(own.getRunAsUser(), shared.getRunAsUser());
        Long group = first(own.getRunAsGroup(), shared.getRunAsGroup());
        refuseRoot(first(own.getRunAsNonRoot(), shared.getRunAsNonRoot()), user, image, container);
        List<String> groups = new ArrayList<>();
        Objects.requireNonNullElse(shared.getSupplementalGroups(), List.<Long>of())
                .forEach(id -> groups.add(id.toString()));
        if (shared.getFsGroup() != null) {
            groups.add(shared.getFsGroup().toString());
        }
        Capabilities capabilities = Objects.requireNonNullElseGet(own.getCapabilities(), Capabilities::new);
        return new Privileges(
                user(user, group, image),
                groups,
                Boolean.TRUE.equals(own.getReadOnlyRootFilesystem()),
                Boolean.TRUE.equals(own.getPrivileged()),
                Boolean.FALSE.equals(own.getAllowPrivilegeEscalation()),
                Objects.requireNonNullElse(capabilities.getAdd(), List.of()),
                Objects.requireNonNullElse(capabilities.getDrop(), List.of()));
    }

    /** Settings of the kernel for the pod's own namespaces; which ones it may set was decided when the host took it. */
    static Map<String, String> sysctls(PodSpec pod) {
        return Optional.ofNullable(pod.getSecurityContext())
                .map(PodSecurityContext::getSysctls)
                .orElse(List.of())
                .stream()
                .collect(Collectors.toMap(
                        sysctl -> sysctl.getName().replace('/', '.'), Sysctl::getValue, (first, last) -> last));
    }

    private static String user(Long user, Long group, Image image) {
        if (group == null) {
            return user == null ? "" : user.toString();
        }
        String name = user == null ? image.user().split(":", 2)[0] : user.toString();
        return (name.isEmpty() ? "0" : name) + ":" + group;
    }

    private static void refuseRoot(Boolean nonRoot, Long user, Image image, Container container) {
        if (!Boolean.TRUE.equals(nonRoot)) {
            return;
        }
        if (user != null && user == 0) {
            throw new UnresolvedReference(
                    "container's runAsUser breaks non-root policy (container: " + container.getName() + ")");
        }
        if (user == null) {
            refuseRoot(image.user().split(":", 2)[0], container);
        }
    }

    /** Whom a name stands for, the image says itself: only of a number it is known that it is not root's. */
    private static void refuseRoot(String byImage, Container container) {
        if (byImage.isEmpty() || byImage.matches("0+")) {
            throw new UnresolvedReference(
                    "container has runAsNonRoot and image will run as root (container: " + container.getName() + ")");
        }
        if (!byImage.matches("\\d+")) {
            throw new UnresolvedReference("container has runAsNonRoot and image has non-numeric user (" + byImage
                    + "), cannot verify user is non-root (container: " + container.getName() + ")");
        }
    }

    private static <T> T first(T own, T shared) {
        return own == null ? shared : own;
    }
}
