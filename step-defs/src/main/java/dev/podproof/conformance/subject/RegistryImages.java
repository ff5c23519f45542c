package dev.podproof.conformance.subject;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The images of the stores that EXT-01 to EXT-03 run in pods, by the stores' names.
 *
 * @param images their names, which the hosts pull or have
 * @param lacking why one can't be had, where that is known beforehand
 */
public record RegistryImages(SortedMap<String, String> images, SortedMap<String, String> lacking) {
    /** What requirements.yaml writes before a store's name where a requirement needs its image. */
    private static final String NEED = "image-";

    public RegistryImages {
        images = new TreeMap<>(images);
        lacking = new TreeMap<>(lacking);
    }

    /** The public ones. */
    public static RegistryImages defaults() {
        return new RegistryImages(
                new TreeMap<>(Map.of(
                        "etcd", "quay.io/coreos/etcd:v3.5.16",
                        "zookeeper", "zookeeper:3.9",
                        "consul", "hashicorp/consul:1.20")),
                new TreeMap<>());
    }

    /** Names another image for a store. */
    public RegistryImages with(String store, String image) {
        RegistryImages changed = new RegistryImages(images, lacking);
        changed.images.put(store, image);
        return changed;
    }

    /** Says that a store's image can't be had, and why. */
    public RegistryImages without(String store, String why) {
        RegistryImages changed = new RegistryImages(images, lacking);
        changed.lacking.put(store, why);
        return changed;
    }

    /** Those of the images that are among what requirements need. */
    public SortedMap<String, String> neededFor(Collection<String> needs) {
        SortedMap<String, String> needed = new TreeMap<>(images);
        needed.keySet().removeIf(store -> !needs.contains(needOf(store)));
        return needed;
    }

    /** What requirements call the need of a store's image. */
    static String needOf(String store) {
        return NEED + store;
    }

    /** The image for a need; empty where it is no need of such an image. */
    public Optional<String> named(String need) {
        return need.startsWith(NEED)
                ? Optional.ofNullable(images.get(need.substring(NEED.length())))
                : Optional.empty();
    }

    /** Why a store's image can't be had; empty where nothing is known against it. */
    public Optional<String> whyNot(String store) {
        return Optional.ofNullable(lacking.get(store));
    }
}
