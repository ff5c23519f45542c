package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What makes a pod's volumes valid: a name of its own each, and one source of a type that hosts know. */
final class VolumeValidation {

    private static final List<String> TYPES =
            List.of("configMap", "downwardAPI", "emptyDir", "hostPath", "projected", "secret");

    private static final List<String> HOST_PATH_TYPES = List.of(
            "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");

    private final Problems problems;

    VolumeValidation(Problems problems) {
        this.problems = problems;
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
            if (!TYPES.contains(type)) {
                problems.unsupported(at + "." + type, type, TYPES);
            }
        }
        if (volume.has("hostPath")) {
            hostPath(volume.get("hostPath"), at + ".hostPath");
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
}
