package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who may do what: each verb of each kind and subresource, asked of a server by each identity. What comes out is the table in docs/security.md.
 * Nothing is changed by asking: every write is a dry run.
 */
class AccessTableTest {

    private static final Path DOCUMENT = Path.of("../../docs/security.md");
    private static final String BEGIN = "<!-- made by AccessTableTest: begin -->\n";
    private static final String END = "<!-- made by AccessTableTest: end -->";
    private static final List<String> VERBS =
            List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");
    private static final List<String> OPEN = List.of(
            "/healthz", "/livez", "/readyz", "/version", "/api", "/api/v1", "/apis", "/openapi/v2", "/openapi/v3");
    private static final int METHOD_NOT_ALLOWED = 405;

    private static InProcessApi api;

    /** Whose objects are asked for. */
    private enum Whose {
        ITS_OWN("host-1", "of-pod"),
        OTHERS("host-2", "unrelated");

        private final String host;
        private final String configuration;

        Whose(String host, String configuration) {
            this.host = host;
            this.configuration = configuration;
        }

        /** The object of a kind that is that host's: itself, a pod on it, what that pod refers to. */
        String name(Kind kind) {
            return switch (kind.resource()) {
                case "nodes", "leases.coordination.k8s.io" -> host;
                case "pods", "events" -> "of-" + host;
                case "secrets", "configmaps" -> configuration;
                case "namespaces" -> "spare";
                case "serviceaccounts" -> "default";
                default -> "web";
            };
        }

        /** Which part of a collection is that host's; of others', all of it. */
        String selector(Kind kind) {
            if (this == OTHERS) {
                return "";
            }
            return switch (kind.resource()) {
                case "pods" -> "fieldSelector=spec.nodeName=" + host;
                case "secrets", "configmaps", "leases.coordination.k8s.io" ->
                    "fieldSelector=metadata.name=" + name(kind);
                default -> "";
            };
        }
    }

    @BeforeAll
    static void start() {
        api = InProcessApi.start();
        var admin = api.raw();
        for (var whose : Whose.values()) {
            make(admin, "/api/v1/nodes", "{'metadata':{'name':'" + whose.host + "'}}");
            make(
                    admin,
                    "/api/v1/namespaces/default/pods",
                    "{'metadata':{'name':'of-%s'},'spec':{'nodeName':'%s','volumes':[{'name':'s','secret':{'secretName':'%s'}},{'name':'c','configMap':{'name':'%s'}}],'containers':[{'name':'main','image':'i'}]}}"
                            .formatted(whose.host, whose.host, whose.configuration, whose.configuration));
            for (var kind : List.of("secrets", "configmaps")) {
                make(
                        admin,
                        "/api/v1/namespaces/default/" + kind,
                        "{'metadata':{'name':'" + whose.configuration + "'}}");
            }
            make(admin, "/api/v1/namespaces/default/events", event(whose));
            make(
                    admin,
                    "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases",
                    "{'metadata':{'name':'%s'},'spec':{'holderIdentity':'%s'}}".formatted(whose.host, whose.host));
        }
        make(admin, "/api/v1/namespaces", "{'metadata':{'name':'spare'}}");
        make(
                admin,
                "/api/v1/namespaces/default/services",
                "{'metadata':{'name':'web'},'spec':{'ports':[{'port':80}]}}");
        make(admin, "/api/v1/namespaces/default/endpoints", "{'metadata':{'name':'web'}}");
        make(admin, "/api/v1/namespaces/default/serviceaccounts", "{'metadata':{'name':'default'}}");
        make(
                admin,
                "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
                "{'metadata':{'name':'web'},'addressType':'IPv4','endpoints':[]}");
        make(
                admin,
                "/api/v1/namespaces/default/replicationcontrollers",
                "{'metadata':{'name':'web'},'spec':{'replicas':0,'selector':{'a':'b'},'template':{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[{'name':'c','image':'i'}]}}}}");
    }

    private static String event(Whose whose) {
        return "{'metadata':{'name':'of-%s'},'involvedObject':{'kind':'Pod','namespace':'default','name':'of-%s'},'source':{'host':'%s'}}"
                .formatted(whose.host, whose.host, whose.host);
    }

    private static void make(RawApi admin, String path, String object) {
        var answer = admin.post(path, object);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void what_is_documented_is_what_the_server_allows() throws IOException {
        var table = BEGIN + table() + END;
        var text = Files.readString(DOCUMENT);
        var documented = text.substring(text.indexOf(BEGIN), text.indexOf(END) + END.length());
        if (Boolean.getBoolean("podproof.write-docs")) {
            Files.writeString(DOCUMENT, text.replace(documented, table));
            return;
        }

        assertThat(documented)
                .as("docs/security.md is not what the server allows: run this test with -Dpodproof.write-docs=true")
                .isEqualTo(table);
    }

    @Test
    void the_masters_own_components_are_administrators() {
        var master = new String(api.secrets().masterFiles().get("master.kubeconfig"), UTF_8);

        assertThat(allowed(api.raw(master, api.endpoint()), Whose.OTHERS)).isEqualTo(allowed(api.raw(), Whose.OTHERS));
    }

    @Test
    void the_api_servers_certificate_for_nodes_opens_no_more_than_any_other() {
        assertThat(allowed(api.rawApiServer(), Whose.OTHERS)).isEqualTo(allowed(api.rawSomebody(), Whose.OTHERS));
    }

    @Test
    void a_certificate_of_a_host_that_was_removed_and_a_wrong_token_open_no_more_than_none() {
        var removed = api.rawNode("host-9");
        assertThat(allowed(removed, Whose.ITS_OWN)).isNotEqualTo(allowed(api.raw(""), Whose.ITS_OWN));

        api.raw().delete("/podproof/v1/nodes/host-9", "");

        for (var whose : Whose.values()) {
            assertThat(allowed(removed, whose)).isEqualTo(allowed(api.raw(""), whose));
            assertThat(allowed(api.raw("Bearer wrong"), whose)).isEqualTo(allowed(api.raw(""), whose));
        }
    }

    private static String table() {
        Map<String, Map<String, List<String>>> columns = new LinkedHashMap<>();
        columns.put("administrators", allowed(api.raw(), Whose.OTHERS));
        columns.put("a node, on what is its own", allowed(api.rawNode("host-1"), Whose.ITS_OWN));
        columns.put("a node, on the rest", allowed(api.rawNode("host-1"), Whose.OTHERS));
        columns.put("others who are known", allowed(api.rawSomebody(), Whose.OTHERS));
        columns.put("who is not known", allowed(api.raw(""), Whose.OTHERS));
        var lines = new StringBuilder("| | " + String.join(" | ", columns.keySet()) + " |\n");
        lines.append("|---".repeat(columns.size() + 1)).append("|\n");
        for (var row : columns.get("administrators").keySet()) {
            lines.append("| `").append(row).append("` |");
            columns.values()
                    .forEach(column -> lines.append(' ')
                            .append(column.get(row).isEmpty() ? "–" : String.join(" ", column.get(row)))
                            .append(" |"));
            lines.append('\n');
        }
        return lines.toString();
    }

    /** What a caller may do, of what there is to do at all. */
    private static Map<String, List<String>> allowed(RawApi caller, Whose whose) {
        Map<String, List<String>> allowed = new LinkedHashMap<>();
        for (var path : OPEN) {
            allowed.put(path, isAllowed(caller.status(path)) ? List.of("get") : List.of());
        }
        allowed.put(
                "/podproof/v1/tickets/NAME",
                isAllowed(caller.post("/podproof/v1/tickets/host-77", "https://master:6443")
                                .status())
                        ? List.of("create")
                        : List.of());
        allowed.put(
                "/podproof/v1/nodes/NAME",
                isAllowed(caller.delete("/podproof/v1/nodes/host-77", "").status()) ? List.of("delete") : List.of());
        for (var kind : new Kinds().all()) {
            List<String> subresources = new ArrayList<>(List.of(""));
            subresources.addAll(new TreeSet<>(kind.subresources()));
            for (var subresource : subresources) {
                List<String> verbs = new ArrayList<>();
                for (var verb : VERBS) {
                    if (isAllowed(ask(caller, kind, subresource, verb, whose))) {
                        verbs.add(verb);
                    }
                }
                allowed.put(kind.resource() + (subresource.isEmpty() ? "" : "/" + subresource), verbs);
            }
        }
        return allowed;
    }

    private static boolean isAllowed(int status) {
        return status != 401 && status != 403 && status != METHOD_NOT_ALLOWED;
    }

    private static int ask(RawApi caller, Kind kind, String subresource, String verb, Whose whose) {
        var collection = kind.group().isEmpty() ? "/api/v1" : "/apis/" + kind.group() + "/" + kind.version();
        boolean inNamespace = kind.namespaced()
                && !(whose == Whose.OTHERS && List.of("list", "watch").contains(verb));
        if (inNamespace) {
            collection += "/namespaces/" + (kind.plural().equals("leases") ? "kube-node-lease" : "default");
        }
        collection += "/" + kind.plural();
        var object = collection + "/" + whose.name(kind);
        var part = subresource.isEmpty() ? object : object + "/" + subresource;
        var selected = collection + "?" + whose.selector(kind);
        boolean ofCollection = List.of("list", "watch", "deletecollection").contains(verb);
        if (ofCollection && !subresource.isEmpty()) {
            return METHOD_NOT_ALLOWED;
        }
        return switch (verb) {
            case "get" -> kind.verbs().contains("get") ? caller.get(part).status() : METHOD_NOT_ALLOWED;
            case "list" -> caller.get(selected).status();
            case "watch" -> caller.status(selected + "&watch=true&timeoutSeconds=1");
            case "create" ->
                caller.post(
                                (subresource.isEmpty() ? collection : part) + "?dryRun=All",
                                created(kind, subresource, whose))
                        .status();
            case "update" ->
                caller.put(part + "?dryRun=All", current(kind, object)).status();
            case "patch" -> caller.patch(part + "?dryRun=All", "merge", "{}").status();
            case "delete" -> caller.delete(part + "?dryRun=All", "").status();
            default -> caller.delete(selected + "&dryRun=All", "").status();
        };
    }

    private static String created(Kind kind, String subresource, Whose whose) {
        if (!subresource.isEmpty()) {
            return subresource.equals("binding") ? "{'target':{'name':'" + whose.host + "'}}" : "{}";
        }
        return switch (kind.resource()) {
            case "events" -> event(whose);
            case "leases.coordination.k8s.io" ->
                "{'metadata':{'name':'%s'},'spec':{'holderIdentity':'%s'}}".formatted(whose.host, whose.host);
            default -> "{'metadata':{'name':'" + whose.name(kind) + "'}}";
        };
    }

    private static String current(Kind kind, String object) {
        if (!kind.verbs().contains("get")) {
            return "{}";
        }
        ObjectNode document = Json.parseObject(api.raw().get(object).text().getBytes(UTF_8));
        return document.toString();
    }
}
