package dev.podproof.reference.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntranceTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final URI SERVER = URI.create("https://master:6443");
    private static final Duration HOUR = Duration.ofHours(1);

    private final ClusterSecrets secrets = ClusterSecrets.generate(Set.of("master"), at(NOW));
    private final Entrance entrance = entrance(secrets, NOW);
    private final NodeKeys keys = NodeKeys.generate();

    @Test
    void aHostWithATicketGetsCertificatesOfTheClustersAuthorityInTheNameOfTheTicket() throws Exception {
        var ticket = JoinTicket.parse(entrance.ticket("host-4", SERVER, HOUR).text());

        var files = keys.files(ticket, entrance.admit(ticket.text(), keys.request("host-4")));

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
        var ticket = entrance.ticket("host-4", SERVER, HOUR);

        var certificates = entrance.admit(ticket.text(), keys.request("host-1"));

        assertThat(Pem.certificate(certificates.get("client"))
                        .getSubjectX500Principal()
                        .getName())
                .contains("CN=system:node:host-4")
                .doesNotContain("host-1");
    }

    @Test
    void aTicketIsGoodForItsTimeAlone() {
        var ticket = entrance.ticket("host-4", SERVER, HOUR).text();

        assertThatThrownBy(() -> entrance(secrets, NOW.plus(HOUR)).admit(ticket, keys.request("host-4")))
                .hasMessageContaining("the join ticket for host-4 was good until 2026-11-01T13:00:00Z")
                .hasMessageContaining("podproof host join-command");
    }

    @Test
    void aTicketThatWasChangedOrIsOfAnotherClusterIsRefused() {
        var good = entrance.ticket("host-4", SERVER, HOUR);
        var renamed =
                new JoinTicket("host-1", good.server(), good.expires(), good.authority(), good.signature()).text();
        var longer = new JoinTicket(
                        "host-4", good.server(), good.expires().plus(HOUR), good.authority(), good.signature())
                .text();
        var foreign = entrance(ClusterSecrets.generate(Set.of(), at(NOW)), NOW)
                .ticket("host-4", SERVER, HOUR)
                .text();

        for (var ticket : new String[] {renamed, longer, foreign}) {
            assertThatThrownBy(() -> entrance.admit(ticket, keys.request("host-4")))
                    .hasMessage("the join ticket is of another cluster, or was changed");
        }
    }

    @Test
    void whatIsNoTicketOrNoRequestIsCalledSo() {
        var ticket = entrance.ticket("host-4", SERVER, HOUR).text();

        assertThatThrownBy(() -> entrance.admit(ticket.substring(0, 40), keys.request("host-4")))
                .hasMessageContaining("this is no join ticket, or it was cut off");
        assertThatThrownBy(() -> entrance.admit(ticket, "nonsense"))
                .hasMessage("this is no certification request in PKCS #10 and PEM");
        assertThatThrownBy(() -> entrance.ticket("Host 4", SERVER, HOUR)).hasMessageContaining("can't name a node");
    }

    @Test
    void aTicketShowsNoSecretAsText() {
        var ticket = entrance.ticket("host-4", SERVER, HOUR);

        assertThat(ticket.toString()).contains("host-4").doesNotContain(ticket.signature());
    }

    private static Entrance entrance(ClusterSecrets secrets, Instant now) {
        return Entrance.of(
                text(secrets.masterFiles().get("ca.crt")),
                text(secrets.masterFiles().get("ca.key")),
                at(now));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private static String text(byte[] content) {
        return new String(content, UTF_8);
    }
}
