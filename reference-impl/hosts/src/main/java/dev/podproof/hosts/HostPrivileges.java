package dev.podproof.hosts;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import dev.podproof.reference.network.NetworkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a host may do on the machine that it stands on: far less than a privileged container, which sees every device and holds every
 * capability. With this list an Engine starts inside, and containers in it run with addresses, limits, other users and their own sysctls.
 */
final class HostPrivileges {
    /** What Docker gives any container. A host can give its pods no more than it has, and pods are entitled to the usual. */
    private static final List<Capability> USUAL = List.of(
            Capability.AUDIT_WRITE,
            Capability.CHOWN,
            Capability.DAC_OVERRIDE,
            Capability.FOWNER,
            Capability.FSETID,
            Capability.KILL,
            Capability.MKNOD,
            Capability.NET_BIND_SERVICE,
            Capability.NET_RAW,
            Capability.SETFCAP,
            Capability.SETGID,
            Capability.SETPCAP,
            Capability.SETUID,
            Capability.SYS_CHROOT);

    private static final List<Capability> OF_HOSTS = List.of(
            // Mounts, namespaces and cgroups of the containers inside.
            Capability.SYS_ADMIN,
            // Addresses, bridges, routes, packet rules and network sysctls.
            Capability.NET_ADMIN,
            // Entering the namespaces of a process that runs as another user: docker exec into such a container fails
            // without.
            Capability.SYS_PTRACE);

    /** Docker's own confinement forbids mount and unshare even to those who hold the capability. */
    private static final List<String> UNCONFINED =
            List.of("seccomp=unconfined", "apparmor=unconfined", "label=disable");

    /** A machine's /run is empty after it starts: stale sockets and process IDs of an Engine that was killed are gone. */
    private static final Map<String, String> VOLATILE = Map.of("/run", "rw,nosuid,nodev,mode=755");

    /** A pod that is privileged gets every device, which no host can give it that is confined to some (docs/adr/0016). */
    private static final List<String> DEVICES = List.of("a *:* rwm");

    /** What an Open vSwitch that is a process needs: it hands packets over to the kernel through tap devices. */
    private static final Device TUN = new Device("rw", "/dev/net/tun", "/dev/net/tun");

    private HostPrivileges() {}

    /** The same as options of Docker's command line. */
    static List<String> options(NetworkKind network) {
        var options = new ArrayList<>(List.of("--cap-drop", "ALL"));
        Stream.concat(USUAL.stream(), OF_HOSTS.stream())
                .forEach(capability -> options.addAll(List.of("--cap-add", capability.name())));
        UNCONFINED.forEach(option -> options.addAll(List.of("--security-opt", option)));
        DEVICES.forEach(rule -> options.addAll(List.of("--device-cgroup-rule", "'" + rule + "'")));
        VOLATILE.forEach((path, how) -> options.addAll(List.of("--tmpfs", path + ":" + how)));
        if (network == NetworkKind.OVS) options.addAll(List.of("--device", TUN.getPathOnHost()));
        return options;
    }

    static HostConfig hostConfig(NetworkKind network) {
        var capabilities = Stream.concat(USUAL.stream(), OF_HOSTS.stream()).toArray(Capability[]::new);
        var config = HostConfig.newHostConfig()
                .withCapDrop(Capability.ALL)
                .withCapAdd(capabilities)
                .withSecurityOpts(UNCONFINED)
                .withDeviceCgroupRules(DEVICES)
                .withTmpFs(VOLATILE);
        return network == NetworkKind.OVS ? config.withDevices(TUN) : config;
    }
}
