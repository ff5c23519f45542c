package dev.podproof.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.subject.ClusterUnderTest;
import dev.podproof.conformance.subject.DockerHosts;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.HostAddress;
import dev.podproof.report.verdict.RunSince;
import dev.podproof.report.verdict.RunStart;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a report says about the cluster itself: its version and its hosts. */
final class ClusterFacts {
    private static final int LONGEST_VERSION = 100;

    private ClusterFacts() {}

    static String version(ApiProbe api) {
        String version = api.get("/version").body().path("gitVersion").asText();
        return version.isEmpty() ? "unknown" : version.substring(0, Math.min(LONGEST_VERSION, version.length()));
    }

    /** The hosts that the suite uses. */
    static RunStart.Topology topology(ApiProbe api, List<Host> usable) {
        Map<String, String> subnets = new HashMap<>();
        for (JsonNode node : api.read("/api/v1/nodes").path("items")) {
            subnets.put(
                    node.path("metadata").path("name").asText(),
                    node.path("spec").path("podCIDR").asText());
        }
        return new RunStart.Topology(
                usable.stream()
                        .map(h -> new RunStart.Host(
                                h.name(),
                                h.addresses().stream().findFirst().orElse(""),
                                subnets.getOrDefault(h.name(), "")))
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
}
