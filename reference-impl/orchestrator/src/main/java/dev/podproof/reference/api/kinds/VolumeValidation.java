package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.api.Quantities;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What makes a pod's volumes valid: a name of its own each, and one source of a type that hosts know. */
final class VolumeValidation {

    private static final List<String> TYPES =
            List.of("configMap", "downwardAPI", "emptyDir", "hostPath", "projected", "secret");

    private static final List<String> PROJECTIONS =
            List.of("configMap", "downwardAPI", "secret", "serviceAccountToken");

    private static final List<String> HOST_PATH_TYPES = List.of(
            "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");

    private static final int MAX_MODE = 0777;
    private static final int MIN_TOKEN_SECONDS = 600;

    private final Problems problems;
    private final EnvironmentValidation references;

    VolumeValidation(Problems problems) {
        this.problems = problems;
        this.references = new EnvironmentValidation(problems);
    }

    /** Collects what is wrong; the names that can be mounted. */
    Set<String> volumes(JsonNode volumes, String path) {
        Set<String> names = new HashSet<>();
        int index = 0;
        for (var volume : volumes) {
            var at = path + "[" + index++ + "]";
            var name = Json.text(volume, "name");
            if (name.isEmpty()) {
                problems.required(at + ".name", "");
            } else {
                problems.invalid(at + ".name", name, Names.labelProblem(name));
                if (!names.add(name)) {
                    problems.duplicate(at + ".name", name);
                }
            }
            source(volume, at);
        }
        return names;
    }

    private void source(JsonNode volume, String at) {
        var types = volume.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !field.equals("name"))
                .toList();
        if (types.isEmpty()) {
            problems.required(at, "must specify a volume type");
        }
        if (types.size() > 1) {
            problems.forbidden(at + "." + types.get(1), "may not specify more than 1 volume type");
        }
        for (var type : types) {
            var source = volume.get(type);
            var sourceAt = at + "." + type;
            switch (type) {
                case "hostPath" -> hostPath(source, sourceAt);
                case "emptyDir" -> emptyDir(source, sourceAt);
                case "secret" -> keys(source, "secretName", sourceAt);
                case "configMap" -> keys(source, "name", sourceAt);
                case "downwardAPI" -> facts(source, sourceAt);
                case "projected" -> projected(source, sourceAt);
                default -> problems.unsupported(sourceAt, type, TYPES);
            }
            mode(source.path("defaultMode"), sourceAt + ".defaultMode");
        }
    }

    private void hostPath(JsonNode hostPath, String at) {
        var path = Json.text(hostPath, "path");
        if (path.isEmpty()) {
            problems.required(at + ".path", "");
        } else if (List.of(path.split("/", -1)).contains("..")) {
            problems.invalid(at + ".path", path, "must not contain '..'");
        }
        var type = Json.text(hostPath, "type");
        if (!HOST_PATH_TYPES.contains(type)) {
            problems.unsupported(at + ".type", type, HOST_PATH_TYPES);
        }
    }

    private void emptyDir(JsonNode emptyDir, String at) {
        var medium = Json.text(emptyDir, "medium");
        if (!medium.isEmpty() && !medium.equals("Memory")) {
            problems.unsupported(at + ".medium", medium, List.of("", "Memory"));
        }
        var limit = emptyDir.path("sizeLimit");
        if (!limit.isMissingNode()
                && Quantities.amount(limit)
                        .filter(amount -> amount.signum() >= 0)
                        .isEmpty()) {
            problems.invalid(at + ".sizeLimit", limit.asText(), "must be a quantity greater than or equal to 0");
        }
    }

    private void projected(JsonNode projected, String at) {
        int index = 0;
        for (var source : projected.path("sources")) {
            var sourceAt = at + ".sources[" + index++ + "]";
            var types = source.properties().stream().map(Map.Entry::getKey).toList();
            if (types.isEmpty()) {
                problems.required(sourceAt, "must specify one of: " + String.join(", ", PROJECTIONS));
            }
            if (types.size() > 1) {
                problems.forbidden(sourceAt + "." + types.get(1), "may not specify more than 1 volume type per source");
            }
            for (var type : types) {
                switch (type) {
                    case "secret", "configMap" -> keys(source.get(type), "name", sourceAt + "." + type);
                    case "downwardAPI" -> facts(source.get(type), sourceAt + "." + type);
                    case "serviceAccountToken" -> token(source.get(type), sourceAt + "." + type);
                    default -> problems.unsupported(sourceAt + "." + type, type, PROJECTIONS);
                }
            }
        }
    }

    private void token(JsonNode token, String at) {
        place(Json.text(token, "path"), at + ".path");
        var seconds = token.path("expirationSeconds");
        if (seconds.isNumber() && seconds.asLong() < MIN_TOKEN_SECONDS) {
            problems.invalid(
                    at + ".expirationSeconds", seconds.asLong(), "may not specify a duration less than 10 minutes");
        }
    }

    private void keys(JsonNode source, String nameField, String at) {
        if (Json.text(source, nameField).isEmpty()) {
            problems.required(at + "." + nameField, "");
        }
        int index = 0;
        for (var item : source.path("items")) {
            var itemAt = at + ".items[" + index++ + "]";
            if (Json.text(item, "key").isEmpty()) {
                problems.required(itemAt + ".key", "");
            }
            place(Json.text(item, "path"), itemAt + ".path");
            mode(item.path("mode"), itemAt + ".mode");
        }
    }

    private void facts(JsonNode source, String at) {
        int index = 0;
        for (var item : source.path("items")) {
            var itemAt = at + ".items[" + index++ + "]";
            place(Json.text(item, "path"), itemAt + ".path");
            mode(item.path("mode"), itemAt + ".mode");
            if (item.has("fieldRef") == item.has("resourceFieldRef")) {
                problems.required(itemAt, "must specify one of: `fieldRef`, `resourceFieldRef`");
            } else if (item.has("fieldRef")) {
                references.field(item.get("fieldRef"), itemAt + ".fieldRef", true);
            } else {
                references.resource(item.get("resourceFieldRef"), itemAt + ".resourceFieldRef", true);
            }
        }
    }

    /** Files stay inside of their volume, and out of the way of what the volume itself keeps under names with two dots. */
    private void place(String path, String at) {
        if (path.isEmpty()) {
            problems.required(at, "");
        } else if (path.startsWith("/")) {
            problems.invalid(at, path, "must be a relative path");
        } else if (List.of(path.split("/", -1)).contains("..")) {
            problems.invalid(at, path, "must not contain '..'");
        } else if (path.startsWith("..")) {
            problems.invalid(at, path, "must not start with '..'");
        }
    }

    private void mode(JsonNode mode, String at) {
        if (mode.isNumber() && (mode.asInt() < 0 || mode.asInt() > MAX_MODE)) {
            problems.invalid(at, mode.asInt(), "must be a number between 0 and 0777 (octal), both inclusive");
        }
    }
}
