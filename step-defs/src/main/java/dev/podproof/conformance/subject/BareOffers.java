package dev.podproof.conformance.subject;

import dev.podproof.conformance.probe.ExecResult;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Finds out what bare Docker hosts offer: the same needs as of a cluster, asked of hosts that belong to none. */
final class BareOffers {
    private final Optional<DockerHosts> hosts;
    private final Settings settings;

    BareOffers(Optional<DockerHosts> hosts, Settings settings) {
        this.hosts = hosts;
        this.settings = settings;
    }

    Offers probe() {
        HostOffers below = new HostOffers(
                hosts, "no Docker hosts without an orchestrator are given; name two with --bare-hosts FILE");
        List<Host> all = hosts.stream()
                .flatMap(given -> given.list().stream())
                .map(name -> new Host(name, List.of()))
                .toList();
        Optional<String> control = below.control(all);
        return Offers.none()
                .put("host-control", control)
                .put("two-hosts", control.or(() -> twoHosts(all.size())))
                .put("docker-links", below.links(all))
                .put(Offers.APPLETS, control.or(() -> applets(all)));
    }

    private static Optional<String> twoHosts(int given) {
        return given >= 2 ? Optional.empty() : Optional.of("of bare hosts only " + given + " is given");
    }

    private Optional<String> applets(List<Host> all) {
        return all.stream().flatMap(host -> applets(host.name()).stream()).findFirst();
    }

    private Optional<String> applets(String host) {
        ExecResult listed =
                hosts.orElseThrow().exec(host, "docker", "run", "--rm", settings.image(), "busybox", "--list");
        if (!listed.succeeded()) {
            return Optional.of(
                    "bare host " + host + " runs no container of the image " + settings.image() + ": " + listed.raw());
        }
        TreeSet<String> missing = new TreeSet<>(AppletProbe.NEEDED);
        listed.out().lines().forEach(missing::remove);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("the image " + settings.image() + " on bare host " + host + " lacks " + missing);
    }
}
