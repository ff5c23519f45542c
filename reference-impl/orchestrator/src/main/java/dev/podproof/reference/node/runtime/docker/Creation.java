package dev.podproof.reference.node.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.BindOptions;
import com.github.dockerjava.api.model.BindPropagation;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One container's way from our terms to Docker's. */
final class Creation {
    private static final long CPU_PERIOD_MICROS = 100_000;
    /** A container that talks without end fills 50 MB of the host's disk, not all of it. */
    private static final Map<String, String> BOUNDED = Map.of("max-size", "10m", "max-file", "5", "compress", "false");

    /** Keeps what is written as it is. Before version 23 the Engine lost the newline of a line of several pieces there. */
    private static final int FIRST_WITH_LOCAL_LOGS = 23;

    /**
     * Processes and threads of one container. The kernel's table of them may be of 32,768 for the whole machine, the agent's among them: a
     * container that does nothing but fork fills a small part of it.
     */
    static final long PROCESSES = 1_024;

    private final DockerClient docker;
    private final ContainerSpec spec;
    private final String node;
    private final LogConfig logs;

    Creation(DockerClient docker, ContainerSpec spec, String node, LogConfig logs) {
        this.docker = docker;
        this.spec = spec;
        this.node = node;
        this.logs = logs;
    }

    /** How an Engine of that version is to keep what containers write. */
    static LogConfig logs(String version) {
        int dot = version.indexOf('.');
        boolean known = version.matches("\\d{1,4}\\..*");
        boolean local = known && Integer.parseInt(version.substring(0, dot)) >= FIRST_WITH_LOCAL_LOGS;
        // The other way is as text, where a character that a piece of 16 KiB cuts in two is lost.
        return new LogConfig(local ? LogConfig.LoggingType.LOCAL : LogConfig.LoggingType.JSON_FILE, BOUNDED);
    }

    String exec() {
        CreateContainerCmd create = docker.createContainerCmd(spec.image())
                .withName(spec.name())
                .withEnv(spec.environment())
                .withLabels(labels())
                .withHostConfig(hostConfig())
                // Whether a container is well is what its pod's probes say, not what its image says.
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                .withStdinOpen(spec.terminal().stdin())
                .withStdInOnce(spec.terminal().stdinOnce())
                .withTty(spec.terminal().tty());
        if (!spec.command().isEmpty()) {
            create.withEntrypoint(spec.command());
        }
        if (!spec.arguments().isEmpty()) {
            create.withCmd(spec.arguments());
        }
        if (!spec.privileges().user().isEmpty()) {
            create.withUser(spec.privileges().user());
        }
        if (!spec.ports().isEmpty()) {
            create.withExposedPorts(spec.ports().stream().map(Creation::exposed).toList());
        }
        spec.workingDirectory().ifPresent(create::withWorkingDir);
        spec.hostname().ifPresent(create::withHostName);
        return create.exec().getId();
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>(spec.labels());
        labels.put(Labels.NODE, node);
        return labels;
    }

    private HostConfig hostConfig() {
        var privileges = spec.privileges();
        HostConfig host = HostConfig.newHostConfig()
                .withNetworkMode(spec.namespaces().network())
                .withIpcMode(spec.namespaces().ipc())
                .withPidMode(spec.namespaces().pid())
                .withSysctls(spec.namespaces().sysctls())
                .withLogConfig(logs)
                .withPidsLimit(PROCESSES)
                .withReadonlyRootfs(privileges.readOnlyRoot())
                .withPrivileged(privileges.privileged())
                .withGroupAdd(privileges.groups())
                .withCapAdd(capabilities(privileges.addedCapabilities()))
                .withCapDrop(capabilities(privileges.droppedCapabilities()))
                .withMounts(spec.mounts().stream().map(Creation::mount).toList());
        if (privileges.noNewPrivileges()) {
            host.withSecurityOpts(List.of("no-new-privileges"));
        }
        if (!spec.ports().isEmpty()) {
            host.withPortBindings(spec.ports().stream().map(Creation::binding).toList());
        }
        limit(host);
        return host;
    }

    private void limit(HostConfig host) {
        var resources = spec.resources();
        if (resources.memoryBytes() > 0) {
            // As much swap as memory would let a container use twice its limit.
            host.withMemory(resources.memoryBytes()).withMemorySwap(resources.memoryBytes());
        }
        if (resources.cpuQuotaMicros() > 0) {
            host.withCpuPeriod(CPU_PERIOD_MICROS).withCpuQuota(resources.cpuQuotaMicros());
        }
        if (resources.cpuShares() > 0) {
            host.withCpuShares(resources.cpuShares());
        }
    }

    private static Mount mount(ContainerSpec.Mount mount) {
        BindPropagation propagation =
                switch (mount.propagation()) {
                    case PRIVATE -> BindPropagation.R_PRIVATE;
                    case HOST_TO_CONTAINER -> BindPropagation.R_SLAVE;
                    case BIDIRECTIONAL -> BindPropagation.R_SHARED;
                };
        return new Mount()
                .withType(MountType.BIND)
                .withSource(mount.source())
                .withTarget(mount.target())
                .withReadOnly(mount.readOnly())
                .withBindOptions(new BindOptions().withPropagation(propagation));
    }

    private static ExposedPort exposed(ContainerSpec.PublishedPort port) {
        return new ExposedPort(
                port.containerPort(), InternetProtocol.parse(port.protocol().toLowerCase(Locale.ROOT)));
    }

    private static PortBinding binding(ContainerSpec.PublishedPort port) {
        return new PortBinding(Ports.Binding.bindIpAndPort(port.hostAddress(), port.hostPort()), exposed(port));
    }

    private static Capability[] capabilities(List<String> names) {
        return names.stream().map(Creation::capability).toArray(Capability[]::new);
    }

    private static Capability capability(String name) {
        try {
            return Capability.valueOf(name.startsWith("CAP_") ? name.substring(4) : name);
        } catch (IllegalArgumentException unknown) {
            String message = "Unknown capability to add or drop: \"" + name + "\"";
            throw new RuntimeFailure(RuntimeFailure.Reason.REFUSED, message, unknown);
        }
    }
}
