package dev.podproof.reference.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Base64;

/** A kubeconfig with one cluster, one user and one context, all of the same name. */
record Kubeconfig(String name, URI server, String authorityPem, String user) {

    /** For who calls with a certificate. */
    static Kubeconfig withCertificate(Credential client, URI server, String authorityPem) {
        var encoder = Base64.getEncoder();
        var user = "client-certificate-data: "
                + encoder.encodeToString(client.certificatePem().getBytes(UTF_8)) + "\n    client-key-data: "
                + encoder.encodeToString(client.sec1KeyPem().getBytes(UTF_8));
        return new Kubeconfig("podproof", server, authorityPem, user);
    }

    String toYaml() {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: "%1$s"
                  cluster:
                    server: %2$s
                    certificate-authority-data: %3$s
                users:
                - name: "%1$s"
                  user:
                    %4$s
                contexts:
                - name: "%1$s"
                  context:
                    cluster: "%1$s"
                    user: "%1$s"
                current-context: "%1$s"
                """.formatted(name, server, Base64.getEncoder().encodeToString(authorityPem.getBytes(UTF_8)), user);
    }

    @Override
    public String toString() {
        return "Kubeconfig[" + name + " at " + server + "]";
    }
}
