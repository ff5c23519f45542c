package dev.podproof.reference.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

class EntranceTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final URI SERVER = URI.create("https://master:6443");
    private static final Duration HOUR = Duration.ofHours(1);

    private final ClusterSecrets secrets = ClusterSecrets.generate(Set.of("mine-master"), at(NOW));
    private final Entrance entrance = entrance(secrets, NOW);
    private final NodeKeys keys = NodeKeys.generate();

    @Test
    void aHostWithATicketGetsCertificatesOfTheClustersAuthorityInTheNameOfTheTicket() throws Exception {
        var ticket = JoinTicket.parse(entrance.ticket("host-4", 0, SERVER, HOUR).text());

        var files = keys.files(ticket, admit(entrance, ticket.text(), "host-4"));

        var authority = Pem.certificate(text(secrets.masterFiles().get("ca.crt")));
        var server = Pem.certificate(text(files.get("node.crt")));
        server.verify(authority.getPublicKey());
        assertThat(server.getSubjectX500Principal().getName()).contains("CN=system:node:host-4");
        var config = Config.fromKubeconfig(text(files.get("node.kubeconfig")));
        assertThat(config.getMasterUrl()).startsWith("https://master:6443");
        assertThat(files.keySet()).isEqualTo(secrets.nodeFiles("host-4").keySet());
    }

    @Test
    void theNameIsTheTicketsWhateverTheRequestSays() {
        var ticket = entrance.ticket("host-4", 0, SERVER, HOUR);

        var certificates = admit(entrance, ticket.text(), "host-1");

        assertThat(Pem.certificate(certificates.get("client"))
                        .getSubjectX500Principal()
                        .getName())
                .contains("CN=system:node:host-4")
                .doesNotContain("host-1");
    }

    @Test
    void aKeyIsOfTheCurveThatHostsMakeTheirsOf() throws Exception {
        for (var other : List.of("RSA", "EC")) {
            var generator = KeyPairGenerator.getInstance(other);
            generator.initialize(other.equals("RSA") ? 1024 : 384);
            var pair = generator.generateKeyPair();
            var signer = new JcaContentSignerBuilder("SHA256with" + (other.equals("RSA") ? "RSA" : "ECDSA"))
                    .build(pair.getPrivate());
            var request =
                    new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=a"), pair.getPublic()).build(signer);
            var pem = Credential.pem("CERTIFICATE REQUEST", request.getEncoded());

            assertThatThrownBy(() -> entrance.certificates("host-4", 1, pem.getBytes(UTF_8)))
                    .as(other)
                    .hasMessageContaining("P-256");
        }
    }

    @Test
    void bothCertificatesSayWhichOfTheJoinsByThatNameTheyAreOf() {
        var certificates =
                entrance.certificates("host-4", 7, keys.request("host-4").getBytes(UTF_8));
        var authenticator = Authenticator.ofTokenFile("", (node, join) -> node.equals("host-4") && join == 7);
        var later = Authenticator.ofTokenFile("", (node, join) -> join == 8);

        for (var certificate : certificates.values()) {
            var subject = Pem.certificate(certificate).getSubjectX500Principal();
            assertThat(authenticator.isNode("host-4", subject)).isTrue();
            assertThat(authenticator.isNode("host-5", subject)).isFalse();
            assertThat(later.isNode("host-4", subject)).isFalse();
        }
    }

    @Test
    void aTicketIsGoodForItsTimeAlone() {
        var ticket = entrance.ticket("host-4", 0, SERVER, HOUR).text();

        assertThatThrownBy(() -> entrance(secrets, NOW.plus(HOUR)).verified(ticket))
                .hasMessageContaining("the join ticket for host-4 was good until 2026-11-01T13:00:00Z")
                .hasMessageContaining("podproof host join-command");
    }

    @Test
    void aTicketThatWasChangedOrIsOfAnotherClusterIsRefused() {
        var good = entrance.ticket("host-4", 0, SERVER, HOUR);
        var renamed =
                new JoinTicket("host-1", 0, good.server(), good.expires(), good.authority(), good.signature()).text();
        var ofLater =
                new JoinTicket("host-4", 1, good.server(), good.expires(), good.authority(), good.signature()).text();
        var longer = new JoinTicket(
                        "host-4", 0, good.server(), good.expires().plus(HOUR), good.authority(), good.signature())
                .text();
        var foreign = entrance(ClusterSecrets.generate(Set.of(), at(NOW)), NOW)
                .ticket("host-4", 0, SERVER, HOUR)
                .text();

        for (var ticket : new String[] {renamed, ofLater, longer, foreign}) {
            assertThatThrownBy(() -> entrance.verified(ticket))
                    .hasMessage("the join ticket is of another cluster, or was changed");
        }
    }

    @Test
    void whatIsNoTicketOrNoRequestIsCalledSo() {
        var ticket = entrance.ticket("host-4", 0, SERVER, HOUR).text();

        assertThatThrownBy(() -> entrance.verified(ticket.substring(0, 40)))
                .hasMessageContaining("this is no join ticket, or it was cut off");
        assertThatThrownBy(() -> entrance.certificates("host-4", 1, "nonsense".getBytes(UTF_8)))
                .hasMessage("this is no certification request in PKCS #10 and PEM");
        assertThatThrownBy(() -> entrance.ticket("Host 4", 0, SERVER, HOUR)).hasMessageContaining("can't name a node");
    }

    @Test
    void aTicketShowsNoSecretAsText() {
        var ticket = entrance.ticket("host-4", 0, SERVER, HOUR);

        assertThat(ticket.toString()).contains("host-4").doesNotContain(ticket.signature());
    }

    @Test
    void noHostGetsACertificateForANameThatSomebodyElseIsReachedBy() {
        var names = List.of(
                "master",
                "mine-master",
                "localhost",
                "db.localhost",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local",
                "web.shop.svc",
                "web.shop.svc.cluster.local",
                "svc",
                "cluster.local",
                "10.96.0.1",
                "127.0.0.1",
                "192.0.2.1",
                "127.1",
                "2130706433",
                "0x7f.1",
                "host-1.0x7f000001");
        for (var name : names) {
            assertThatThrownBy(() -> entrance.ticket(name, 0, SERVER, HOUR))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("can't name a node");
        }
        for (var name : List.of("host-1", "node1.example.org", "kubernetes-1", "master-2", "svc-1", "mylocalhost")) {
            assertThat(entrance.ticket(name, 0, SERVER, HOUR).node()).isEqualTo(name);
        }
    }

    @Test
    void onlyTheNewestJoinByANameCounts() {
        var joins = new HashMap<String, Long>();
        var authenticator = Authenticator.ofTokenFile("", (node, join) -> joins.getOrDefault(node, 0L) == join);
        var first = subject(secrets.nodeFiles("host-4").get("node.kubeconfig"));
        var ticket = entrance.ticket("host-4", 0, SERVER, HOUR);
        assertThat(authenticator.identify(Optional.of(first), "")).isPresent();

        joins.put("host-4", 1L);
        var second = Pem.certificate(admit(entrance, ticket.text(), "host-4").get("client"))
                .getSubjectX500Principal();

        assertThat(authenticator.identify(Optional.of(first), "")).isEmpty();
        assertThat(authenticator.identify(Optional.of(second), "").orElseThrow().node())
                .contains("host-4");
        joins.put("host-4", 2L);
        assertThat(authenticator.identify(Optional.of(second), "")).isEmpty();
    }

    private static X500Principal subject(byte[] kubeconfig) {
        var certificate = Config.fromKubeconfig(text(kubeconfig)).getClientCertData();
        return Pem.certificate(text(Base64.getDecoder().decode(certificate))).getSubjectX500Principal();
    }

    private Map<String, String> admit(Entrance entrance, String ticketText, String requested) {
        var ticket = entrance.verified(ticketText);
        return entrance.certificates(
                ticket.node(), ticket.join() + 1, keys.request(requested).getBytes(UTF_8));
    }

    private static Entrance entrance(ClusterSecrets secrets, Instant now) {
        return Entrance.of(
                text(secrets.masterFiles().get("ca.crt")),
                text(secrets.masterFiles().get("ca.key")),
                text(secrets.masterFiles().get("apiserver.crt")),
                at(now));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private static String text(byte[] content) {
        return new String(content, UTF_8);
    }
}
