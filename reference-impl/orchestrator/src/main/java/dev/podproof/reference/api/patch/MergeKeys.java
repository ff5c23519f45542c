package dev.podproof.reference.api.patch;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which lists of the served kinds merge element by element, and by which field their elements are told apart. All other
 * lists are replaced whole. The API reference calls this the patch strategy and the patch merge key of a field.
 */
public final class MergeKeys {
    private static final Map<String, String> BY_FIELD = Map.ofEntries(
            Map.entry("addresses", "type"),
            Map.entry("conditions", "type"),
            Map.entry("containers", "name"),
            Map.entry("env", "name"),
            Map.entry("ephemeralContainers", "name"),
            Map.entry("hostAliases", "ip"),
            Map.entry("hostIPs", "ip"),
            Map.entry("imagePullSecrets", "name"),
            Map.entry("initContainers", "name"),
            Map.entry("ownerReferences", "uid"),
            Map.entry("podIPs", "ip"),
            Map.entry("ports", "port"),
            Map.entry("resourceClaims", "name"),
            Map.entry("secrets", "name"),
            Map.entry("topologySpreadConstraints", "topologyKey"),
            Map.entry("volumeDevices", "devicePath"),
            Map.entry("volumeMounts", "mountPath"),
            Map.entry("volumes", "name"));

    /** Lists of plain values that are kept as sets. */
    private static final Set<String> SETS = Set.of("finalizers", "podCIDRs");

    private MergeKeys() {}

    /**
     * The field that tells the elements of a list apart.
     *
     * @param list the list's own field name
     * @param parent the name of the field or list that holds it: a container's ports have another key than a service's
     */
    public static Optional<String> of(String parent, String list) {
        if (list.equals("ports") && parent.toLowerCase(Locale.ROOT).endsWith("containers")) {
            return Optional.of("containerPort");
        }
        return Optional.ofNullable(BY_FIELD.get(list));
    }

    /** Whether a list of plain values merges as a set does. */
    public static boolean isSet(String list) {
        return SETS.contains(list);
    }
}
