package dev.podproof.reference.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.security.JoinTicket;
import dev.podproof.reference.security.NodeKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host's first step into a cluster: it makes a key, shows its ticket to the master, and keeps the certificates that it gets. */
final class Join {

    private static final Logger LOG = LoggerFactory.getLogger(Join.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int CREATED = 201;

    private final Secrets secrets;

    /** @param directory where the node's certificates and keys belong */
    Join(Path directory) {
        this.secrets = new Secrets(directory);
    }

    /**
     * Joins, unless that was done before: a host that starts again has its certificates.
     *
     * @throws IllegalStateException if the master does not let this host in; the message is the master's
     */
    void with(String name, String ticketText) {
        if (Files.exists(secrets.path("node.kubeconfig"))) {
            return;
        }
        JoinTicket ticket = JoinTicket.parse(ticketText);
        if (!ticket.node().equals(name)) {
            throw new IllegalStateException(
                    "the join ticket is for a node named " + ticket.node() + ", and this one is to be " + name);
        }
        NodeKeys keys = NodeKeys.generate();
        Map<String, String> certificates = new HashMap<>();
        ask(ticket, keys.request(name))
                .properties()
                .forEach(each -> certificates.put(each.getKey(), each.getValue().asText()));
        keep(keys.files(ticket, certificates));
        LOG.info("joined the cluster at {} as {}", ticket.server(), name);
    }

    private static JsonNode ask(JoinTicket ticket, String request) {
        HttpRequest post = HttpRequest.newBuilder(ticket.server().resolve("/podproof/v1/nodes"))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + ticket.text())
                .POST(BodyPublishers.ofString(request))
                .build();
        try {
            HttpResponse<byte[]> answer = client(ticket.authority()).send(post, BodyHandlers.ofByteArray());
            JsonNode body = Json.parse(answer.body());
            if (answer.statusCode() != CREATED) {
                throw new IllegalStateException("the master does not let this host in: "
                        + body.path("message").asText("it answers " + answer.statusCode()));
            }
            return body;
        } catch (IOException unreachable) {
            throw new UncheckedIOException(
                    "can't reach the API server at " + ticket.server() + " to join the cluster", unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while joining", interrupted);
        }
    }

    /** Trusts the one authority that the ticket names. */
    private static HttpClient client(String authority) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null);
            trusted.setCertificateEntry(
                    "cluster",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(authority.getBytes(UTF_8))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder()
                    .sslContext(context)
                    .connectTimeout(LIMIT)
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the join ticket holds no certificate of an authority", e);
        }
    }

    /** The kubeconfig last: where it is, the host has joined. */
    private void keep(Map<String, byte[]> files) {
        for (String name : new String[] {"ca.crt", "node.crt", "node.key", "node.kubeconfig"}) {
            secrets.keep(name, files.get(name));
        }
    }
}
