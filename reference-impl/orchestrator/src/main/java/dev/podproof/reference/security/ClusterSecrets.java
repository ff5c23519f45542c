package dev.podproof.reference.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All credentials of one cluster, made together and kept in memory only.
 *
 * <p>The certificate authority's key goes to the master alone, which lets hosts in with it ({@link Entrance}): who has the master has
 * the cluster anyway (docs/adr/0027). Every file handed out is a secret but {@code ca.crt}, and belongs on disk with mode 0600.
 */
public final class ClusterSecrets {

    /** The common name by which nodes' servers recognize the API server. */
    public static final String API_SERVER_CLIENT = "podproof-apiserver";

    private static final List<String> ALWAYS = List.of(
            "localhost",
            "127.0.0.1",
            "kubernetes",
            "kubernetes.default",
            "kubernetes.default.svc",
            "kubernetes.default.svc.cluster.local",
            "master",
            "10.96.0.1");

    private final Authority authority;
    private final String adminToken;
    private final Map<String, byte[]> masterFiles;

    private ClusterSecrets(Authority authority, Set<String> masterNames) {
        this.authority = authority;
        this.adminToken = randomToken();
        this.masterFiles = makeMasterFiles(masterNames);
    }

    /**
     * Makes a new authority and the master's credentials.
     *
     * @param masterNames DNS names and IP addresses under which clients reach the API server, besides the usual ones
     *     (localhost, master, kubernetes.default.svc, the first service address…)
     * @param clock certificates are valid from one hour before its time (hosts' clocks differ) for one year
     */
    public static ClusterSecrets generate(Set<String> masterNames, Clock clock) {
        return new ClusterSecrets(Authority.create("podproof-ca", clock), masterNames);
    }

    /** The master's config directory: file name to content. */
    public Map<String, byte[]> masterFiles() {
        return copy(masterFiles);
    }

    /**
     * A node's config directory: file name to content. Each call makes new keys.
     *
     * @param nodeName the node's name in the API; its server's certificate is valid for this name
     */
    public Map<String, byte[]> nodeFiles(String nodeName) {
        var server = authority.server("system:node:" + nodeName, "system:nodes", Set.of(nodeName));
        var client = authority.client("system:node:" + nodeName, "system:nodes");
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("ca.crt", bytes(authority.certificatePem()));
        files.put("node.crt", bytes(server.certificatePem()));
        files.put("node.key", bytes(server.keyPem()));
        files.put("node.kubeconfig", bytes(kubeconfig(client, "https://master:6443")));
        return files;
    }

    /**
     * A kubeconfig for the cluster's administrator (group {@code system:masters}), by bearer token.
     *
     * @param clusterName names the context, so that several clusters can share one file
     * @param server where the caller reaches the API server
     */
    public String adminKubeconfig(String clusterName, URI server) {
        var user = "token: " + adminToken;
        return new Kubeconfig(clusterName, server, authority.certificatePem(), user).toYaml();
    }

    @Override
    public String toString() {
        return "ClusterSecrets[" + authority + "]";
    }

    private Map<String, byte[]> makeMasterFiles(Set<String> masterNames) {
        var names = new TreeSet<>(masterNames);
        names.addAll(ALWAYS);
        var server = authority.server("kube-apiserver", "podproof", names);
        var toNodes = authority.client(API_SERVER_CLIENT, "podproof");
        var controlPlane = authority.client("system:podproof-master", "system:masters");
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("ca.crt", bytes(authority.certificatePem()));
        files.put("apiserver.crt", bytes(server.certificatePem()));
        files.put("apiserver.key", bytes(server.keyPem()));
        files.put("node-client.crt", bytes(toNodes.certificatePem()));
        files.put("node-client.key", bytes(toNodes.keyPem()));
        files.put("tokens.csv", bytes(adminToken + ",podproof-admin,podproof-admin,\"system:masters\"\n"));
        files.put("ca.key", bytes(authority.keyPem()));
        files.put("master.kubeconfig", bytes(kubeconfig(controlPlane, "https://127.0.0.1:6443")));
        return files;
    }

    private String kubeconfig(Credential client, String server) {
        return Kubeconfig.withCertificate(client, URI.create(server), authority.certificatePem())
                .toYaml();
    }

    private static String randomToken() {
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Map<String, byte[]> copy(Map<String, byte[]> files) {
        Map<String, byte[]> copy = new LinkedHashMap<>();
        files.forEach((name, content) -> copy.put(name, content.clone()));
        return copy;
    }
}
