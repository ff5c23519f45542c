package dev.podproof.reference.main;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.security.JoinTicket;
import dev.podproof.reference.security.NodeKeys;
import dev.podproof.reference.web.EventLoops;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host's first step into a cluster: it makes a key, shows its ticket to the master, and keeps the certificates that it gets. */
final class Join {

    private static final Logger LOG = LoggerFactory.getLogger(Join.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Secrets secrets;
    private final EventLoops loops;

    /** @param directory where the node's certificates and keys belong */
    Join(Path directory, EventLoops loops) {
        this.secrets = new Secrets(directory);
        this.loops = loops;
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

    private JsonNode ask(JoinTicket ticket, String request) {
        try (KubernetesClient client = Clients.open(ticket.server(), ticket.authority(), loops)) {
            HttpClient http = client.getHttpClient();
            HttpResponse<byte[]> answer = http.sendAsync(
                            http.newHttpRequestBuilder()
                                    .uri(ticket.server().resolve("/podproof/v1/nodes"))
                                    .header("Authorization", "Bearer " + ticket.text())
                                    .post("application/x-pem-file", request)
                                    .build(),
                            byte[].class)
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            JsonNode body = Json.parse(answer.body());
            if (answer.code() != HttpURLConnection.HTTP_CREATED) {
                throw new IllegalStateException("the master does not let this host in: "
                        + body.path("message").asText("it answers " + answer.code()));
            }
            return body;
        } catch (ExecutionException unreachable) {
            throw unreachable(ticket, unreachable.getCause());
        } catch (TimeoutException slow) {
            throw unreachable(ticket, slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while joining", interrupted);
        }
    }

    private static IllegalStateException unreachable(JoinTicket ticket, Throwable why) {
        return new IllegalStateException(
                "can't reach the API server at " + ticket.server() + " to join the cluster", why);
    }

    /** The kubeconfig last: where it is, the host has joined. */
    private void keep(Map<String, byte[]> files) {
        for (String name : new String[] {"ca.crt", "node.crt", "node.key", "node.kubeconfig"}) {
            secrets.keep(name, files.get(name));
        }
    }
}
