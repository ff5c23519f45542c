package dev.podproof.conformance.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.Documents;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Everything that helps to understand a failure, as one document for the record.
 *
 * @param files what was found in the cluster
 * @param reproduce commands that show it again by hand
 */
public record Evidence(List<File> files, List<String> reproduce, String why, String cause) {
    public static final String MEDIA_TYPE = "application/vnd.podproof.evidence+json";
    private static final int MOST_LETTERS = 1 << 20;
    private static final int MOST_LOGS = 200;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KINDS =
            List.of("pods", "services", "endpoints", "replicationcontrollers", "configmaps", "secrets");

    /** A text under a name. */
    public record File(String name, String text) {}

    public Evidence {
        files = List.copyOf(files);
        reproduce = List.copyOf(reproduce);
    }

    /** Reads the objects, events and logs of these namespaces, and the hosts, from whatever answers there. */
    public static List<File> collect(ApiProbe api, List<String> namespaces) {
        List<File> files = new ArrayList<>();
        files.add(file("hosts.yaml", () -> documents(api, List.of("/api/v1/nodes"))));
        for (String namespace : namespaces) {
            String path = "/api/v1/namespaces/" + namespace + "/";
            files.add(file(
                    namespace + "/objects.yaml",
                    () -> documents(api, KINDS.stream().map(kind -> path + kind).toList())));
            files.add(file(namespace + "/events.txt", () -> events(api, path)));
            files.addAll(logs(api, namespace));
        }
        return files;
    }

    /** Says in the text's place why it can't be had. */
    private static File file(String name, Supplier<String> reading) {
        String text;
        try {
            text = reading.get();
        } catch (RuntimeException e) {
            text = "(could not be read: " + e.getMessage() + ")";
        }
        return new File(name, text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS) + "\n(cut off)");
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
                if (item instanceof ObjectNode object) {
                    text.append("---\n").append(Documents.yaml(Redaction.of(object.put("kind", kind))));
                }
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
        List<JsonNode> found = new ArrayList<>();
        File unread = file(namespace + "/logs.txt", () -> {
            api.get(pods).body().path("items").forEach(found::add);
            return "";
        });
        for (JsonNode pod : found) {
            String name = pod.path("metadata").path("name").asText();
            for (JsonNode container : pod.path("spec").path("containers")) {
                String of = container.path("name").asText();
                if (logs.size() < MOST_LOGS) {
                    logs.add(file(namespace + "/" + name + "." + of + ".log", () -> log(api, pods, name, of)));
                }
            }
        }
        logs.add(unread);
        logs.removeIf(log -> log.text().isBlank());
        return logs;
    }

    /** Names are what the cluster says that they are. */
    private static String log(ApiProbe api, String pods, String pod, String container) {
        String query = ApiProbe.query(Map.of("tailLines", "100", "container", container));
        Answer log = api.get(pods + "/" + URLEncoder.encode(pod, StandardCharsets.UTF_8) + "/log" + query);
        return log.body().isTextual() ? log.body().textValue() : log.message();
    }
}
