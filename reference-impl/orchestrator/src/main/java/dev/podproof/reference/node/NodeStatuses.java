package dev.podproof.reference.node;

import dev.podproof.reference.node.files.HostFiles;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.RuntimeInfo;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the node says about its host. */
final class NodeStatuses {
    private static final int IMAGES = 50;
    private static final Path MACHINE_ID = Path.of("/etc/machine-id");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final NodeOptions options;
    private final Clock clock;
    private final HostPressure pressure;

    NodeStatuses(NodeOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.pressure = new HostPressure(Path.of("/proc"), options.dataDirectory());
    }

    NodeStatus of(NodeStatus before, RuntimeInfo info, List<Image> images, Optional<String> notReady) {
        Map<String, Quantity> resources = new HashMap<>(Allocatable.of(info));
        resources.put("ephemeral-storage", new Quantity(disk() / 1024 + "Ki"));
        return new NodeStatusBuilder(before == null ? new NodeStatus() : before)
                .withCapacity(resources)
                .withAllocatable(resources)
                .withAddresses(
                        new NodeAddress(options.address(), "InternalIP"), new NodeAddress(options.name(), "Hostname"))
                .withConditions(conditions(before, notReady))
                .withNewDaemonEndpoints()
                .withNewKubeletEndpoint(options.serverPort())
                .endDaemonEndpoints()
                .withImages(images.stream()
                        .filter(image -> !image.names().isEmpty())
                        .sorted(Comparator.comparingLong(Image::sizeBytes).reversed())
                        .limit(IMAGES)
                        .map(image -> new ContainerImage(image.names(), image.sizeBytes()))
                        .toList())
                .withNewNodeInfo()
                .withArchitecture(info.architecture())
                .withOperatingSystem(info.operatingSystem())
                .withKernelVersion(info.kernelVersion())
                .withOsImage(info.osImage())
                .withContainerRuntimeVersion(info.version())
                .withKubeletVersion("v" + NodeOptions.KUBERNETES_VERSION + "-podproof")
                .withKubeProxyVersion("v" + NodeOptions.KUBERNETES_VERSION + "-podproof")
                .withMachineID(line(MACHINE_ID))
                .withSystemUUID(line(MACHINE_ID))
                .withBootID(line(BOOT_ID))
                .endNodeInfo()
                .build();
    }

    private List<NodeCondition> conditions(NodeStatus before, Optional<String> notReady) {
        List<NodeCondition> conditions = new ArrayList<>(List.of(
                pressure(before, pressure.onMemory(), "Memory", "SufficientMemory", "sufficient memory available"),
                pressure(before, pressure.onDisk(), "Disk", "NoDiskPressure", "no disk pressure"),
                pressure(before, pressure.onProcesses(), "PID", "SufficientPID", "sufficient PID available"),
                notReady.isPresent()
                        ? condition(before, "Ready", "False", "KubeletNotReady", notReady.get())
                        : condition(before, "Ready", "True", "KubeletReady", "kubelet is posting ready status")));
        Set<String> ours = conditions.stream().map(NodeCondition::getType).collect(Collectors.toSet());
        Optional.ofNullable(before).map(NodeStatus::getConditions).orElse(List.of()).stream()
                .filter(condition -> !ours.contains(condition.getType()))
                .forEach(conditions::add);
        return conditions;
    }

    private NodeCondition pressure(NodeStatus before, boolean present, String what, String well, String words) {
        return present
                ? condition(
                        before,
                        what + "Pressure",
                        "True",
                        "KubeletHasInsufficient" + what,
                        "kubelet has insufficient " + what.toLowerCase(Locale.ROOT) + " available")
                : condition(before, what + "Pressure", "False", "KubeletHas" + well, "kubelet has " + words);
    }

    /** True if they differ in the times of their heartbeats only. */
    static boolean sayTheSame(NodeStatus one, NodeStatus other) {
        return other != null && timeless(one).equals(timeless(other));
    }

    private static NodeStatus timeless(NodeStatus status) {
        return new NodeStatusBuilder(status)
                .withConditions(status.getConditions().stream()
                        .map(condition -> new NodeConditionBuilder(condition)
                                .withLastHeartbeatTime(null)
                                .build())
                        .toList())
                .build();
    }

    private NodeCondition condition(NodeStatus before, String type, String status, String reason, String message) {
        String now = Times.text(clock.instant());
        String since = Optional.ofNullable(before).map(NodeStatus::getConditions).orElse(List.of()).stream()
                .filter(old -> old.getType().equals(type) && old.getStatus().equals(status))
                .map(NodeCondition::getLastTransitionTime)
                .findFirst()
                .orElse(now);
        return new NodeConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastHeartbeatTime(now)
                .withLastTransitionTime(since)
                .build();
    }

    private long disk() {
        try {
            return HostFiles.totalBytes(options.dataDirectory());
        } catch (IOException cause) {
            throw new UncheckedIOException("can't see how large the disk of " + options.dataDirectory() + " is", cause);
        }
    }

    private static String line(Path file) {
        try {
            return HostFiles.text(file).strip();
        } catch (IOException cause) {
            throw new UncheckedIOException("can't read " + file, cause);
        }
    }
}
