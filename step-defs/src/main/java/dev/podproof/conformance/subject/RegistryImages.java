package dev.podproof.conformance.subject;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The images of the stores that EXT-01 to EXT-03 run in pods, by the needs that requirements.yaml has for them.
 *
 * @param images their names, which the hosts pull or have
 * @param lacking why one can't be had, where that is known beforehand
 */
public record RegistryImages(SortedMap<String, String> images, SortedMap<String, String> lacking) {
    public RegistryImages {
        images = new TreeMap<>(images);
        lacking = new TreeMap<>(lacking);
    }

    /** The public ones. */
    public static RegistryImages defaults() {
        return new RegistryImages(
                new TreeMap<>(Map.of(
                        "image-etcd", "quay.io/coreos/etcd:v3.5.16",
                        "image-zookeeper", "zookeeper:3.9",
                        "image-consul", "hashicorp/consul:1.20")),
                new TreeMap<>());
    }

    /** Names another image for a need. */
    public RegistryImages with(String need, String image) {
        RegistryImages changed = new RegistryImages(images, lacking);
        changed.images.put(need, image);
        return changed;
    }

    /** Says that what a need asks for can't be had, and why. */
    public RegistryImages without(String need, String why) {
        RegistryImages changed = new RegistryImages(images, lacking);
        changed.lacking.put(need, why);
        return changed;
    }

    /** The image for a need; empty where it is no need of such an image. */
    public Optional<String> named(String need) {
        return Optional.ofNullable(images.get(need));
    }

    /** Why a need is not met; empty where nothing is known against it. */
    public Optional<String> whyNot(String need) {
        return Optional.ofNullable(lacking.get(need));
    }
}
