package dev.podproof.conformance.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.Documents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that helps to understand a failure, as one document for the record.
 *
 * @param files what was found in the cluster
 * @param reproduce commands that show it again by hand
 */
public record Evidence(List<File> files, List<String> reproduce, String why, String cause) {
    public static final String MEDIA_TYPE = "application/vnd.podproof.evidence+json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KINDS =
            List.of("pods", "services", "endpoints", "replicationcontrollers", "configmaps", "secrets");

    /** A text under a name. */
    public record File(String name, String text) {}

    public Evidence {
        files = List.copyOf(files);
        reproduce = List.copyOf(reproduce);
    }

    /** Reads the objects, events and logs of these namespaces, and the hosts. */
    public static List<File> collect(ApiProbe api, List<String> namespaces) {
        List<File> files = new ArrayList<>();
        files.add(new File("hosts.yaml", documents(api, List.of("/api/v1/nodes"))));
        for (String namespace : namespaces) {
            String path = "/api/v1/namespaces/" + namespace + "/";
            files.add(new File(
                    namespace + "/objects.yaml",
                    documents(api, KINDS.stream().map(kind -> path + kind).toList())));
            files.add(new File(namespace + "/events.txt", events(api, path)));
            files.addAll(logs(api, namespace));
        }
        return files;
    }

    /** The document for the record. */
    public String json() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("files", files);
        document.put("reproduce", reproduce);
        document.put("why", why);
        document.put("cause", cause);
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Evidence cannot be written", e);
        }
    }

    private static String documents(ApiProbe api, List<String> paths) {
        StringBuilder text = new StringBuilder();
        for (String path : paths) {
            Answer answer = api.get(path);
            if (!answer.succeeded()) {
                text.append("# ")
                        .append(path)
                        .append(": ")
                        .append(answer.message())
                        .append('\n');
            }
            String kind = answer.body().path("kind").asText().replaceAll("List$", "");
            for (JsonNode item : answer.body().path("items")) {
                ((ObjectNode) item).put("kind", kind);
                text.append("---\n").append(Documents.yaml(Redaction.of(item)));
            }
        }
        return text.toString();
    }

    private static String events(ApiProbe api, String path) {
        StringBuilder text = new StringBuilder();
        for (JsonNode event : api.get(path + "events").body().path("items")) {
            text.append(event.path("lastTimestamp")
                            .asText(event.path("eventTime").asText()))
                    .append("  ")
                    .append(event.path("type").asText())
                    .append("  ")
                    .append(event.path("reason").asText())
                    .append("  ")
                    .append(event.path("involvedObject").path("kind").asText())
                    .append('/')
                    .append(event.path("involvedObject").path("name").asText())
                    .append("  ")
                    .append(event.path("message").asText())
                    .append('\n');
        }
        return text.toString();
    }

    private static List<File> logs(ApiProbe api, String namespace) {
        List<File> logs = new ArrayList<>();
        String pods = "/api/v1/namespaces/" + namespace + "/pods";
        for (JsonNode pod : api.get(pods).body().path("items")) {
            String name = pod.path("metadata").path("name").asText();
            for (JsonNode container : pod.path("spec").path("containers")) {
                String of = container.path("name").asText();
                Answer log = api.get(pods + "/" + name + "/log?tailLines=100&container=" + of);
                String text = log.body().isTextual() ? log.body().textValue() : log.message();
                if (!text.isBlank()) {
                    logs.add(new File(namespace + "/" + name + "." + of + ".log", text));
                }
            }
        }
        return logs;
    }
}
