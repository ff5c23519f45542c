package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Addresses;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import java.util.List;

/** What makes valid how a pod finds names: policy, configuration, aliases of addresses. */
final class DnsValidation {

    private static final List<String> POLICIES = List.of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None");
    private static final int MAX_NAMESERVERS = 3;
    private static final int MAX_SEARCHES = 32;
    private static final int MAX_SEARCH_CHARACTERS = 2048;

    private final Problems problems;

    DnsValidation(Problems problems) {
        this.problems = problems;
    }

    void run(JsonNode spec, String path) {
        var policy = Json.text(spec, "dnsPolicy");
        if (!POLICIES.contains(policy)) {
            problems.unsupported(path + ".dnsPolicy", policy, POLICIES);
        }
        config(spec.path("dnsConfig"), path + ".dnsConfig", policy.equals("None"));
        int index = 0;
        for (var alias : spec.path("hostAliases")) {
            var at = path + ".hostAliases[" + index++ + "]";
            problems.invalid(at + ".ip", Json.text(alias, "ip"), Addresses.problem(Json.text(alias, "ip")));
            for (var name : alias.path("hostnames")) {
                problems.invalid(at + ".hostnames", name.asText(), Names.subdomainProblem(name.asText()));
            }
        }
    }

    private void config(JsonNode config, String at, boolean alone) {
        var servers = config.path("nameservers");
        if (alone && config.isMissingNode()) {
            problems.required(at, "must provide `dnsConfig` when `dnsPolicy` is None");
        } else if (alone && servers.isEmpty()) {
            problems.required(at + ".nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None");
        }
        if (servers.size() > MAX_NAMESERVERS) {
            problems.invalid(at + ".nameservers", servers.size(), "must not have more than 3 nameservers");
        }
        int index = 0;
        for (var server : servers) {
            problems.invalid(at + ".nameservers[" + index++ + "]", server.asText(), Addresses.problem(server.asText()));
        }
        var searches = config.path("searches");
        int characters = 0;
        index = 0;
        for (var search : searches) {
            var domain = search.asText();
            characters += domain.length() + 1;
            var plain = domain.endsWith(".") && domain.length() > 1 ? domain.substring(0, domain.length() - 1) : domain;
            if (!plain.equals(".")) {
                problems.invalid(at + ".searches[" + index + "]", domain, Names.subdomainProblem(plain));
            }
            index++;
        }
        if (searches.size() > MAX_SEARCHES || characters > MAX_SEARCH_CHARACTERS) {
            problems.invalid(
                    at + ".searches",
                    searches.size(),
                    "must not have more than " + MAX_SEARCHES + " search paths or " + MAX_SEARCH_CHARACTERS
                            + " characters in all");
        }
        index = 0;
        for (var option : config.path("options")) {
            if (Json.text(option, "name").isEmpty()) {
                problems.required(at + ".options[" + index + "]", "must not be empty");
            }
            index++;
        }
    }
}
