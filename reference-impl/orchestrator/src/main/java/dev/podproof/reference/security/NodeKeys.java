package dev.podproof.reference.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A key that a host makes for itself in order to join a cluster: it never leaves the host. */
public final class NodeKeys {

    private final KeyPair keys;

    private NodeKeys(KeyPair keys) {
        this.keys = keys;
    }

    public static NodeKeys generate() {
        return new NodeKeys(Authority.newKeys());
    }

    /** What is sent to {@link Entrance}. */
    public String request(String node) {
        try {
            var signer = new JcaContentSignerBuilder(Pem.SIGNATURE).build(keys.getPrivate());
            var subject = new X500Principal("CN=system:node:" + node + ",O=system:nodes");
            var request = new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic()).build(signer);
            return Credential.pem("CERTIFICATE REQUEST", request.getEncoded());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("This Java runtime cannot sign with EC keys", e);
        } catch (IOException e) {
            throw new UncheckedIOException("A request that was just made cannot be encoded", e);
        }
    }

    /** The node's config directory, file name to content, once it was admitted: as {@link ClusterSecrets#nodeFiles} makes it. */
    public Map<String, byte[]> files(JoinTicket ticket, Map<String, String> certificates) {
        var client = new Credential(Pem.certificate(certificates.get("client")), keys);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("ca.crt", ticket.authority().getBytes(UTF_8));
        files.put("node.crt", certificates.get("server").getBytes(UTF_8));
        files.put("node.key", client.keyPem().getBytes(UTF_8));
        files.put(
                "node.kubeconfig",
                Kubeconfig.withCertificate(client, ticket.server(), ticket.authority())
                        .toYaml()
                        .getBytes(UTF_8));
        return files;
    }

    @Override
    public String toString() {
        return "NodeKeys";
    }
}
