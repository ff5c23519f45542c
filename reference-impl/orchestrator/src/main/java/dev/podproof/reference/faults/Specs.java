package dev.podproof.reference.faults;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerSpec.Mount;
import dev.podproof.reference.node.runtime.ContainerSpec.Namespaces;
import dev.podproof.reference.node.runtime.ContainerSpec.Privileges;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import dev.podproof.reference.node.runtime.ContainerSpec.Terminal;
import dev.podproof.reference.node.runtime.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a container is made from, changed in one respect. */
final class Specs {
    private Specs() {}

    static boolean isSandbox(ContainerSpec spec) {
        return label(spec, Labels.CONTAINER).equals(Labels.SANDBOX);
    }

    static String label(ContainerSpec spec, String name) {
        return spec.labels().getOrDefault(name, "");
    }

    /** How often its container was started before. */
    static int restarts(ContainerSpec spec) {
        return Integer.parseInt(spec.labels().getOrDefault(Labels.RESTART_COUNT, "0"));
    }

    /** Whether the pod has no other container before this one, or only this one's predecessors. */
    static boolean isFirst(ContainerRuntime runtime, ContainerSpec spec) {
        return first(runtime, label(spec, Labels.POD_UID)).equals("")
                || first(runtime, label(spec, Labels.POD_UID)).equals(label(spec, Labels.CONTAINER));
    }

    /** The name of the container of the pod that was made first; empty if there is none. */
    static String first(ContainerRuntime runtime, String podUid) {
        return runtime.containersOf(podUid).stream()
                .filter(container -> !container.isSandbox())
                .min(Comparator.comparing(Container::createdAt))
                .map(Container::containerName)
                .orElse("");
    }

    /** For the pods' containers; their sandboxes stay as they are. */
    static Function<ContainerSpec, ContainerSpec> containers(UnaryOperator<ContainerSpec> change) {
        return spec -> isSandbox(spec) ? spec : change.apply(spec);
    }

    static ContainerSpec mounts(ContainerSpec spec, UnaryOperator<Mount> change) {
        return with(
                spec,
                spec.command(),
                spec.environment(),
                spec.namespaces(),
                spec.mounts().stream().map(change).toList(),
                spec.resources());
    }

    /** With other directories or files of the host at the same places. */
    static ContainerSpec sources(ContainerSpec spec, Function<Mount, String> source) {
        return mounts(
                spec, mount -> new Mount(source.apply(mount), mount.target(), mount.readOnly(), mount.propagation()));
    }

    static ContainerSpec environment(ContainerSpec spec, UnaryOperator<List<String>> change) {
        return with(
                spec,
                spec.command(),
                change.apply(spec.environment()),
                spec.namespaces(),
                spec.mounts(),
                spec.resources());
    }

    static ContainerSpec resources(ContainerSpec spec, Resources resources) {
        return with(spec, spec.command(), spec.environment(), spec.namespaces(), spec.mounts(), resources);
    }

    static ContainerSpec network(ContainerSpec spec, String network) {
        Namespaces own = spec.namespaces();
        return with(
                spec,
                spec.command(),
                spec.environment(),
                new Namespaces(network, own.ipc(), own.pid(), own.sysctls()),
                spec.mounts(),
                spec.resources());
    }

    /** In the network of another container, and without what only an own network can have. */
    static ContainerSpec joining(ContainerSpec spec, String container) {
        ContainerSpec joined = network(spec, "container:" + container);
        return new ContainerSpec(
                joined.name(),
                joined.image(),
                joined.command(),
                joined.arguments(),
                joined.environment(),
                joined.workingDirectory(),
                Optional.empty(),
                joined.labels(),
                joined.namespaces(),
                joined.mounts(),
                List.of(),
                joined.resources(),
                joined.privileges(),
                joined.terminal());
    }

    static ContainerSpec command(ContainerSpec spec, List<String> command) {
        return new ContainerSpec(
                spec.name(),
                spec.image(),
                command,
                List.of(),
                spec.environment(),
                Optional.empty(),
                spec.hostname(),
                spec.labels(),
                spec.namespaces(),
                List.of(),
                spec.ports(),
                Resources.UNLIMITED,
                Privileges.DEFAULT,
                Terminal.NONE);
    }

    /** One that holds the volumes of another one, and does nothing. */
    static ContainerSpec passive(ContainerSpec spec) {
        ContainerSpec idle = command(spec, List.of("true"));
        return with(
                idle,
                idle.command(),
                List.of(),
                idle.namespaces(),
                spec.mounts().stream()
                        .filter(mount -> mount.source().contains("/volumes/"))
                        .toList(),
                Resources.UNLIMITED);
    }

    static ContainerSpec called(ContainerSpec spec, String name, Map<String, String> labels) {
        return new ContainerSpec(
                name,
                spec.image(),
                spec.command(),
                spec.arguments(),
                spec.environment(),
                spec.workingDirectory(),
                spec.hostname(),
                labels,
                spec.namespaces(),
                spec.mounts(),
                spec.ports(),
                spec.resources(),
                spec.privileges(),
                spec.terminal());
    }

    private static ContainerSpec with(
            ContainerSpec spec,
            List<String> command,
            List<String> environment,
            Namespaces namespaces,
            List<Mount> mounts,
            Resources resources) {
        return new ContainerSpec(
                spec.name(),
                spec.image(),
                command,
                spec.arguments(),
                environment,
                spec.workingDirectory(),
                spec.hostname(),
                spec.labels(),
                namespaces,
                mounts,
                spec.ports(),
                resources,
                spec.privileges(),
                spec.terminal());
    }
}
