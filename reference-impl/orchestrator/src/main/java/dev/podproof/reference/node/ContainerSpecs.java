package dev.podproof.reference.node;

import dev.podproof.reference.node.env.Expansion;
import dev.podproof.reference.node.env.UnresolvedReference;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerSpec.Mount;
import dev.podproof.reference.node.runtime.ContainerSpec.Namespaces;
import dev.podproof.reference.node.runtime.ContainerSpec.Propagation;
import dev.podproof.reference.node.runtime.ContainerSpec.PublishedPort;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import dev.podproof.reference.node.runtime.ContainerSpec.Terminal;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.node.volume.Volumes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pod's containers are made from, in the engine's terms. */
final class ContainerSpecs {
    private ContainerSpecs() {}

    /** All that one container needs of its surroundings. */
    record Surroundings(
            String sandboxId,
            Image image,
            Map<String, String> environment,
            Map<String, Path> volumes,
            Path etc,
            Path terminationLog,
            PartOfVolume parts) {}

    /** Where a part of a volume can be had; the key names the mount within its pod. */
    interface PartOfVolume {
        Path find(Path volume, String subPath, String key);
    }

    static ContainerSpec sandbox(PodView view, Image pause, String network, int attempt) {
        Map<String, String> labels = labels(view, Labels.SANDBOX, attempt);
        boolean host = view.hostNetwork();
        return new ContainerSpec(
                name(view, Labels.SANDBOX, attempt),
                pause.id(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                host ? Optional.empty() : Optional.of(PodFiles.hostname(view)),
                labels,
                new Namespaces(
                        host ? "host" : network,
                        yes(view.spec().getHostIPC()) ? "host" : "shareable",
                        "",
                        PodPrivileges.sysctls(view.spec())),
                List.of(),
                host ? List.of() : published(view),
                Resources.UNLIMITED,
                ContainerSpec.Privileges.DEFAULT,
                Terminal.NONE);
    }

    static ContainerSpec container(PodView view, Container container, NextStep.Make make, Surroundings around) {
        Map<String, String> labels = labels(view, container.getName(), make.restartCount());
        labels.put(Labels.BACK_OFF, String.valueOf(make.backOffSeconds()));
        labels.put(Labels.IMAGE, container.getImage());
        labels.put(Labels.SANDBOX_ID, around.sandboxId());
        return withoutNul(new ContainerSpec(
                name(view, container.getName(), make.restartCount()),
                around.image().id(),
                expanded(container.getCommand(), around.environment()),
                expanded(container.getArgs(), around.environment()),
                around.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList(),
                Optional.ofNullable(container.getWorkingDir()).filter(directory -> !directory.isEmpty()),
                Optional.empty(),
                labels,
                Namespaces.of(
                        around.sandboxId(), view.hostNetwork(), yes(view.spec().getHostIPC()), pid(view, around)),
                mounts(view, container, around),
                List.of(),
                PodResources.of(container),
                PodPrivileges.of(view.spec(), container, around.image()),
                new Terminal(yes(container.getStdin()), yes(container.getStdinOnce()), yes(container.getTty()))));
    }

    /** A runtime reads each of these up to a NUL: something else would run, or be shown elsewhere, than was asked for. */
    private static ContainerSpec withoutNul(ContainerSpec spec) {
        Stream.of(
                        spec.command().stream(),
                        spec.arguments().stream(),
                        spec.environment().stream(),
                        spec.workingDirectory().stream(),
                        spec.mounts().stream().map(Mount::target))
                .flatMap(words -> words)
                .filter(word -> word.indexOf('\0') >= 0)
                .findFirst()
                .ifPresent(word -> {
                    throw new UnresolvedReference("\"" + word.replace("\0", "\\0")
                            + "\" holds a NUL character, and nothing in a container may");
                });
        return spec;
    }

    private static String pid(PodView view, Surroundings around) {
        if (yes(view.spec().getHostPID())) {
            return "host";
        }
        return yes(view.spec().getShareProcessNamespace()) ? "container:" + around.sandboxId() : "";
    }

    private static String name(PodView view, String container, int attempt) {
        return String.join("_", "k8s", container, view.name(), view.namespace(), view.uid(), String.valueOf(attempt));
    }

    private static Map<String, String> labels(PodView view, String container, int attempt) {
        Map<String, String> labels = new HashMap<>();
        labels.put(Labels.POD_NAMESPACE, view.namespace());
        labels.put(Labels.POD_NAME, view.name());
        labels.put(Labels.POD_UID, view.uid());
        labels.put(Labels.CONTAINER, container);
        labels.put(Labels.RESTART_COUNT, String.valueOf(attempt));
        return labels;
    }

    private static List<String> expanded(List<String> words, Map<String, String> variables) {
        return Objects.requireNonNullElse(words, List.<String>of()).stream()
                .map(word -> Expansion.expand(word, variables))
                .toList();
    }

    private static List<PublishedPort> published(PodView view) {
        List<PublishedPort> ports = new ArrayList<>();
        for (Container container : view.spec().getContainers()) {
            for (ContainerPort port : Objects.requireNonNullElse(container.getPorts(), List.<ContainerPort>of())) {
                if (port.getHostPort() != null && port.getHostPort() > 0) {
                    ports.add(new PublishedPort(
                            Objects.requireNonNullElse(port.getHostIP(), ""),
                            port.getHostPort(),
                            port.getContainerPort(),
                            Objects.requireNonNullElse(port.getProtocol(), "TCP")));
                }
            }
        }
        return ports;
    }

    private static List<Mount> mounts(PodView view, Container container, Surroundings around) {
        List<Mount> mounts = new ArrayList<>();
        List<VolumeMount> asked = Objects.requireNonNullElse(container.getVolumeMounts(), List.<VolumeMount>of());
        for (int index = 0; index < asked.size(); index++) {
            mounts.add(mount(view, asked.get(index), container.getName() + "-" + index, around));
        }
        for (String file : List.of("hosts", "hostname", "resolv.conf")) {
            String target = "/etc/" + file;
            if (asked.stream().noneMatch(mount -> mount.getMountPath().equals(target))
                    && !(view.hostNetwork() && file.equals("hostname"))) {
                mounts.add(new Mount(around.etc().resolve(file).toString(), target, false, Propagation.PRIVATE));
            }
        }
        String lastWords = Objects.requireNonNullElse(container.getTerminationMessagePath(), "/dev/termination-log");
        mounts.add(new Mount(around.terminationLog().toString(), lastWords, false, Propagation.PRIVATE));
        return mounts;
    }

    private static Mount mount(PodView view, VolumeMount mount, String key, Surroundings around) {
        Path place = around.volumes().get(mount.getName());
        if (place == null) {
            throw new UnresolvedReference("the volume mount at " + mount.getMountPath()
                    + " names no volume of the pod: \"" + mount.getName() + "\"");
        }
        String subPath =
                mount.getSubPathExpr() == null || mount.getSubPathExpr().isEmpty()
                        ? Objects.requireNonNullElse(mount.getSubPath(), "")
                        : Expansion.expand(mount.getSubPathExpr(), around.environment());
        Propagation propagation =
                switch (Objects.requireNonNullElse(mount.getMountPropagation(), "None")) {
                    case "HostToContainer" -> Propagation.HOST_TO_CONTAINER;
                    case "Bidirectional" -> Propagation.BIDIRECTIONAL;
                    default -> Propagation.PRIVATE;
                };
        Path source = subPath.isEmpty() ? place : around.parts().find(place, subPath, key);
        boolean readOnly = yes(mount.getReadOnly()) || showsTheApi(view, mount.getName());
        return new Mount(source.toString(), mount.getMountPath(), readOnly, propagation);
    }

    /** Who could write there could have the agent, who writes there too, be led to the host's own files. */
    private static boolean showsTheApi(PodView view, String volume) {
        return view.spec().getVolumes().stream()
                .anyMatch(one -> one.getName().equals(volume) && Volumes.showsTheApi(one));
    }

    private static boolean yes(Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }
}
