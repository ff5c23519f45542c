package dev.podproof.report.run;

import dev.podproof.conformance.subject.ClusterUnderTest;
import dev.podproof.conformance.subject.DockerHosts;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.HostAddress;
import dev.podproof.report.verdict.RunSince;
import dev.podproof.report.verdict.RunStart;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a report says about the cluster itself: its version and its hosts. */
final class ClusterFacts {
    private ClusterFacts() {}

    static String version(KubernetesClient client) {
        return Objects.requireNonNullElse(client.getKubernetesVersion().getGitVersion(), "unknown");
    }

    /** The hosts that the suite uses. */
    static RunStart.Topology topology(KubernetesClient client, List<Host> usable) {
        Map<String, Node> nodes = client.nodes().list().getItems().stream()
                .collect(Collectors.toMap(n -> n.getMetadata().getName(), Function.identity()));
        return new RunStart.Topology(
                usable.stream()
                        .map(h -> new RunStart.Host(
                                h.name(),
                                h.addresses().stream().findFirst().orElse(""),
                                nodes.containsKey(h.name())
                                        ? Objects.requireNonNullElse(
                                                nodes.get(h.name()).getSpec().getPodCIDR(), "")
                                        : ""))
                        .toList(),
                List.of());
    }

    private static List<RunStart.Host> bare(DockerHosts hosts) {
        return hosts.list().stream()
                .map(name -> new RunStart.Host(name, HostAddress.of(hosts, name).orElse(""), ""))
                .toList();
    }

    /** What is known once nothing is being made any more: all that the target offers and, where there are bare hosts beside it, what those do. */
    static RunSince since(ClusterUnderTest cluster) {
        Map<String, Object> offers = new LinkedHashMap<>(cluster.offers().asMap());
        if (cluster.bareHosts().isPresent()) {
            cluster.bareOffers().asMap().forEach((need, offered) -> offers.put("bare hosts: " + need, offered));
        }
        return new RunSince(offers, cluster.bareHosts().map(ClusterFacts::bare).orElse(List.of()));
    }

    static List<Host> usable(ClusterUnderTest cluster) {
        return Host.usable(new dev.podproof.conformance.probe.ApiProbe(cluster.access()), cluster.settings());
    }
}
