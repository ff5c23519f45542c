package dev.podproof.reference.node.volume;

import dev.podproof.reference.node.env.Configuration;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the volumes of one pod take from the API: each object is asked for once, and there is a limit to all of it. One object may be shown
 * under ten thousand names, and neither the agent nor the host's memory shall be filled by a pod of a few kilobytes.
 */
final class ApiData {
    private static final int MOST_BYTES = 16 << 20;
    /** The least that a file or directory takes. */
    private static final int BLOCK = 4096;

    private final Configuration configuration;
    private final String namespace;
    private final Map<String, Optional<Map<String, byte[]>>> configMaps = new HashMap<>();
    private final Map<String, Optional<Map<String, byte[]>>> secrets = new HashMap<>();
    private long taken;

    ApiData(Configuration configuration, String namespace) {
        this.configuration = configuration;
        this.namespace = namespace;
    }

    /** Bytes by key; empty if there is no such object. Throws {@link VolumeFailure} if all that was asked for is too much. */
    Optional<Map<String, byte[]>> configMap(String volume, String name) {
        return configMaps.computeIfAbsent(
                name,
                asked -> counted(
                        volume, configuration.configMap(namespace, asked).map(ApiData::bytes)));
    }

    /** As {@link #configMap}. */
    Optional<Map<String, byte[]>> secret(String volume, String name) {
        return secrets.computeIfAbsent(
                name,
                asked -> counted(volume, configuration.secret(namespace, asked).map(ApiData::bytes)));
    }

    /** Counts a file that a volume shows, and the directories that it may need. */
    void shows(String volume, String path, byte[] content) {
        long directories = path.chars().filter(letter -> letter == '/').count();
        take(volume, directories * BLOCK + Math.max(BLOCK, content.length));
    }

    private Optional<Map<String, byte[]>> counted(String volume, Optional<Map<String, byte[]>> data) {
        take(volume, BLOCK);
        data.ifPresent(found -> found.values().forEach(value -> take(volume, value.length)));
        return data;
    }

    private void take(String volume, long bytes) {
        taken += bytes;
        if (taken > MOST_BYTES) {
            throw new VolumeFailure(
                    volume,
                    "a pod's volumes may show " + (MOST_BYTES >> 20) + " MiB of the API's data, and these show more");
        }
    }

    private static Map<String, byte[]> bytes(ConfigMap map) {
        Map<String, byte[]> data = new HashMap<>();
        Objects.requireNonNullElse(map.getData(), Map.<String, String>of())
                .forEach((key, value) -> data.put(key, value.getBytes(StandardCharsets.UTF_8)));
        data.putAll(decoded(map.getBinaryData()));
        return data;
    }

    private static Map<String, byte[]> bytes(Secret secret) {
        return decoded(secret.getData());
    }

    private static Map<String, byte[]> decoded(Map<String, String> values) {
        Map<String, byte[]> data = new HashMap<>();
        Objects.requireNonNullElse(values, Map.<String, String>of())
                .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        return data;
    }
}
