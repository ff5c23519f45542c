package dev.podproof.conformance.registry;

import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Shell;
import java.util.Map;

/** A store in which pods register themselves for as long as they are there (EXT-01, EXT-02, EXT-03). */
public sealed interface Registry permits Etcd, ZooKeeper, Consul {
    /** The store that users know by this name. */
    static Registry of(String name) {
        return switch (name) {
            case "etcd" -> new Etcd();
            case "ZooKeeper" -> new ZooKeeper();
            case "Consul" -> new Consul();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** What requirements.yaml calls the need for its image. */
    String need();

    /** The port that it serves on. */
    int port();

    /** The pod that runs it, of an image that has it. */
    PodManifest server(String name, String image);

    /**
     * What a pod does to be registered, in a program of its own: it registers the pod's name with the pod's address, and again and again says
     * that it is still there.
     *
     * @param address the store's
     */
    String registering(String pod, String address);

    /**
     * Who is registered now, as a pod finds out.
     *
     * @param address the store's
     * @return addresses by the names of the pods that registered them; empty too where nobody answers, which {@link Found#heard} tells
     */
    Found look(Shell shell, Pod from, String address);

    /**
     * What was found in a store.
     *
     * @param answered whether it was the store that answered
     * @param heard all that was heard, for messages
     */
    record Found(boolean answered, Map<String, String> addresses, String heard) {
        public Found {
            addresses = Map.copyOf(addresses);
        }

        static Found nothing(String heard) {
            return new Found(false, Map.of(), heard);
        }
    }
}
