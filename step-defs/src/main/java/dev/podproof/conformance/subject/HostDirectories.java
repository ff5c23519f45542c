package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/** Where the suite's pods write in directories of their hosts: below one that bears a namespace's name, so that what is left there can be found. */
public final class HostDirectories {
    /** The mount path of such a directory in containers. */
    public static final String INSIDE = "/host";

    private HostDirectories() {}

    /** The directory that a pod of this namespace lets its host make. */
    public static String made(String namespace) {
        return namespace + "-made";
    }

    /** The directory that a container on a bare host gets from it, by its name at the Docker Engine. */
    public static String ofBare(String container) {
        return "/var/tmp/" + container;
    }

    static boolean isMountedIn(JsonNode container) {
        return StreamSupport.stream(container.path("volumeMounts").spliterator(), false)
                .anyMatch(mount -> mount.path("mountPath").asText().equals(INSIDE));
    }
}
