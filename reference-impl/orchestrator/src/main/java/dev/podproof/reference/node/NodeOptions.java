package dev.podproof.reference.node;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What one host's agent has to be told.
 *
 * @param name the node's name in the API
 * @param address the host's own address, at which pods and the API server reach it
 * @param dataDirectory where the directories of pods are kept
 * @param pauseImage what holds a pod's namespaces open
 * @param clusterDns the virtual address of the cluster's DNS
 * @param serverPort where the node's server listens for the API server
 * @param heartbeat how often the host says that it is alive
 */
public record NodeOptions(
        String name,
        String address,
        Path dataDirectory,
        String pauseImage,
        String clusterDns,
        int serverPort,
        Duration heartbeat) {

    /** The version of the Kubernetes API whose behaviour the agent shows. */
    static final String KUBERNETES_VERSION = "1.32.0";

    Path podDirectory(String podUid) {
        return dataDirectory.resolve("pods").resolve(podUid);
    }
}
