package dev.podproof.reference.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterSecretsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final ClusterSecrets secrets =
            ClusterSecrets.generate(Set.of("172.20.0.2", "podproof-master"), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void everyCertificateIsSignedByTheClustersAuthority() throws Exception {
        var authority = certificate(secrets.masterFiles().get("ca.crt"));
        for (var file : new String[] {"apiserver.crt", "node-client.crt"}) {
            certificate(secrets.masterFiles().get(file)).verify(authority.getPublicKey());
        }
        certificate(secrets.nodeFiles("host-1").get("node.crt")).verify(authority.getPublicKey());
    }

    @Test
    void theApiServersCertificateNamesTheMasterAsClientsMayCallIt() throws Exception {
        var names = certificate(secrets.masterFiles().get("apiserver.crt")).getSubjectAlternativeNames().stream()
                .map(name -> (String) name.get(1))
                .toList();

        assertThat(names)
                .contains("172.20.0.2", "podproof-master", "localhost", "127.0.0.1", "master", "10.96.0.1")
                .contains("kubernetes.default.svc.cluster.local");
    }

    @Test
    void certificatesAreValidForAYearAndForgiveAClockThatIsLate() throws Exception {
        var certificate = certificate(secrets.masterFiles().get("apiserver.crt"));

        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofHours(1)));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(365)));
    }

    @Test
    void aNodeCallsTheMasterUnderItsOwnName() throws Exception {
        var config = Config.fromKubeconfig(text(secrets.nodeFiles("host-1").get("node.kubeconfig")));

        assertThat(config.getMasterUrl()).startsWith("https://master:6443");
        assertThat(SSLUtils.keyManagers(config)).isNotEmpty();
        var client = certificate(java.util.Base64.getDecoder().decode(config.getClientCertData()));
        assertThat(client.getSubjectX500Principal().getName())
                .contains("CN=system:node:host-1")
                .contains("O=system:nodes");
    }

    @Test
    void theAdministratorsTokenIsTheOneThatTheMasterKnows() {
        var config = Config.fromKubeconfig(secrets.adminKubeconfig("demo", URI.create("https://127.0.0.1:40000")));

        assertThat(config.getMasterUrl()).startsWith("https://127.0.0.1:40000");
        assertThat(config.getCurrentContext().getName()).isEqualTo("demo");
        assertThat(text(secrets.masterFiles().get("tokens.csv")))
                .isEqualTo(config.getAutoOAuthToken() + ",podproof-admin,podproof-admin,\"system:masters\"\n");
    }

    @Test
    void textFormsShowNoSecret() {
        var config = Config.fromKubeconfig(secrets.adminKubeconfig("demo", URI.create("https://127.0.0.1:40000")));

        assertThat(secrets.toString()).contains("podproof-ca").doesNotContain(config.getAutoOAuthToken());
        assertThat(Authority.create("a", Clock.fixed(NOW, ZoneOffset.UTC))
                        .client("b", "c")
                        .toString())
                .doesNotContain("PRIVATE")
                .contains("CN=b");
    }

    private static X509Certificate certificate(byte[] pem) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    private static String text(byte[] content) {
        return new String(content, UTF_8);
    }
}
