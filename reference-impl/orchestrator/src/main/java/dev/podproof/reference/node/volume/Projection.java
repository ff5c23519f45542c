package dev.podproof.reference.node.volume;

import dev.podproof.reference.node.env.PodFields;
import dev.podproof.reference.node.env.UnresolvedReference;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a configMap, secret, downwardAPI or projected volume contains. */
final class Projection {
    private static final int DEFAULT_MODE = 0644;

    private final String volume;
    private final ApiData data;
    private final PodFields fields;

    Projection(String volume, ApiData data, PodFields fields) {
        this.volume = volume;
        this.data = data;
        this.fields = fields;
    }

    /** Empty if the volume is none of these. */
    Optional<ProjectedFiles> of(Volume source) {
        if (source.getConfigMap() != null) {
            var map = source.getConfigMap();
            return files(
                    "configmap",
                    configMap(map.getName(), map.getItems(), map.getOptional(), mode(map.getDefaultMode())));
        }
        if (source.getSecret() != null) {
            var secret = source.getSecret();
            return files(
                    ProjectedFiles.SECRET,
                    secret(
                            secret.getSecretName(),
                            secret.getItems(),
                            secret.getOptional(),
                            mode(secret.getDefaultMode())));
        }
        if (source.getDownwardAPI() != null) {
            var downward = source.getDownwardAPI();
            return files("downward-api", downward(downward.getItems(), mode(downward.getDefaultMode())));
        }
        if (source.getProjected() != null) {
            int mode = mode(source.getProjected().getDefaultMode());
            Map<String, ProjectedFiles.Content> all = new LinkedHashMap<>();
            source.getProjected().getSources().forEach(part -> all.putAll(part(part, mode)));
            return files(ProjectedFiles.PROJECTED, all);
        }
        return Optional.empty();
    }

    private static Optional<ProjectedFiles> files(String kind, Map<String, ProjectedFiles.Content> files) {
        return Optional.of(new ProjectedFiles(kind, files));
    }

    private Map<String, ProjectedFiles.Content> part(VolumeProjection part, int mode) {
        if (part.getConfigMap() != null) {
            var map = part.getConfigMap();
            return configMap(map.getName(), map.getItems(), map.getOptional(), mode);
        }
        if (part.getSecret() != null) {
            var secret = part.getSecret();
            return secret(secret.getName(), secret.getItems(), secret.getOptional(), mode);
        }
        if (part.getDownwardAPI() != null) {
            return downward(part.getDownwardAPI().getItems(), mode);
        }
        throw new VolumeFailure(volume, "a projection of a service account's token is not supported on this host");
    }

    private Map<String, ProjectedFiles.Content> configMap(
            String name, List<KeyToPath> items, Boolean optional, int mode) {
        Optional<Map<String, byte[]>> found = data.configMap(volume, name);
        required(found, "configmap", name, optional);
        return select("configmap \"" + name + "\"", found.orElse(Map.of()), items, optional, mode);
    }

    private Map<String, ProjectedFiles.Content> secret(String name, List<KeyToPath> items, Boolean optional, int mode) {
        Optional<Map<String, byte[]>> found = data.secret(volume, name);
        required(found, "secret", name, optional);
        return select("secret \"" + name + "\"", found.orElse(Map.of()), items, optional, mode);
    }

    private void required(Optional<?> found, String kind, String name, Boolean optional) {
        if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new VolumeFailure(volume, kind + " \"" + name + "\" not found");
        }
    }

    private Map<String, ProjectedFiles.Content> select(
            String source, Map<String, byte[]> values, List<KeyToPath> items, Boolean optional, int mode) {
        Map<String, ProjectedFiles.Content> files = new LinkedHashMap<>();
        if (items == null || items.isEmpty()) {
            values.forEach((key, value) -> files.put(key, content(key, value, mode)));
            return files;
        }
        for (KeyToPath item : items) {
            byte[] value = values.get(item.getKey());
            if (value != null) {
                int own = Objects.requireNonNullElse(item.getMode(), mode);
                files.put(item.getPath(), content(item.getPath(), value, own));
            } else if (!Boolean.TRUE.equals(optional)) {
                throw new VolumeFailure(volume, "references non-existent key " + item.getKey() + " of " + source);
            }
        }
        return files;
    }

    private Map<String, ProjectedFiles.Content> downward(List<DownwardAPIVolumeFile> items, int mode) {
        Map<String, ProjectedFiles.Content> files = new LinkedHashMap<>();
        for (DownwardAPIVolumeFile item : Objects.requireNonNullElse(items, List.<DownwardAPIVolumeFile>of())) {
            byte[] value = text(item).getBytes(StandardCharsets.UTF_8);
            int own = Objects.requireNonNullElse(item.getMode(), mode);
            files.put(item.getPath(), content(item.getPath(), value, own));
        }
        return files;
    }

    private String text(DownwardAPIVolumeFile item) {
        try {
            if (item.getFieldRef() != null) {
                return fields.field(item.getFieldRef().getFieldPath());
            }
            String name = item.getResourceFieldRef().getContainerName();
            Container container = fields.pod().getSpec().getContainers().stream()
                    .filter(candidate -> candidate.getName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new VolumeFailure(volume, "the pod has no container \"" + name + "\""));
            return fields.resource(container, item.getResourceFieldRef());
        } catch (UnresolvedReference unresolved) {
            throw new VolumeFailure(volume, unresolved.getMessage(), unresolved);
        }
    }

    private ProjectedFiles.Content content(String path, byte[] bytes, int mode) {
        data.shows(volume, path, bytes);
        return new ProjectedFiles.Content(bytes, mode);
    }

    private static int mode(Integer mode) {
        return Objects.requireNonNullElse(mode, DEFAULT_MODE);
    }
}
