package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.security.JoinTicket;
import dev.podproof.reference.security.NodeKeys;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How hosts come into a cluster by ticket, and what their certificates are good for after they went. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JoiningTest {

    private static final String TICKETS = "/podproof/v1/tickets/";
    private static final String NODES = "/podproof/v1/nodes";

    private final InProcessApi api = InProcessApi.durable();
    private final RawApi admin = api.raw();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void a_ticket_lets_one_host_in_once() {
        var ticket = ticket("host-4");
        var host = joined(ticket);
        assertThat(host.get("/api/v1/nodes").status()).isEqualTo(200);

        var again = admit(ticket);

        assertThat(again.status()).isEqualTo(403);
        assertThat(again.message()).contains("was used before", "podproof host join-command");
        assertThat(host.get("/api/v1/nodes").status()).isEqualTo(200);
    }

    @Test
    void of_many_who_show_one_ticket_at_the_same_time_one_gets_in() {
        var ticket = ticket("host-4");

        var answers =
                IntStream.range(0, 16)
                        .mapToObj(unused -> CompletableFuture.supplyAsync(() -> admit(ticket)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .collect(Collectors.groupingBy(RawApi.Answer::status, Collectors.counting()));

        assertThat(answers).isEqualTo(Map.of(201, 1L, 403, 15L));
    }

    @Test
    void of_two_tickets_for_one_name_the_first_that_is_shown_counts() {
        var first = ticket("host-4");
        var second = ticket("host-4");

        var host = joined(second);

        assertThat(admit(first).status()).isEqualTo(403);
        assertThat(host.get("/api/v1/nodes").status()).isEqualTo(200);
    }

    @Test
    void a_request_that_is_none_does_not_use_a_ticket_up() {
        var ticket = ticket("host-4");

        assertThat(caller(ticket).post(NODES, "nonsense").status()).isEqualTo(403);

        joined(ticket);
    }

    @Test
    void the_certificate_of_a_host_that_was_shut_out_is_nobodys_and_so_are_its_tickets() {
        var early = ticket("host-4");
        var host = joined(ticket("host-4"));
        var unused = ticket("host-4");

        assertThat(admin.delete(NODES + "/host-4", "").status()).isEqualTo(200);

        var refused = host.get("/api/v1/nodes");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.message()).contains("its host was removed");
        assertThat(host.post("/api/v1/nodes", "{'metadata':{'name':'host-4'}}").status())
                .isEqualTo(401);
        assertThat(admit(early).status()).isEqualTo(403);
        assertThat(admit(unused).status()).isEqualTo(403);
        assertThat(joined(ticket("host-4")).get("/api/v1/nodes").status()).isEqualTo(200);
        assertThat(host.get("/api/v1/nodes").status()).isEqualTo(401);
    }

    @Test
    void a_host_that_was_there_from_the_beginning_is_shut_out_too() {
        var host = api.rawNode("host-1");
        assertThat(host.get("/api/v1/nodes").status()).isEqualTo(200);

        admin.delete(NODES + "/host-1", "");

        assertThat(host.get("/api/v1/nodes").status()).isEqualTo(401);
        assertThat(api.rawNode("host-2").get("/api/v1/nodes").status()).isEqualTo(200);
    }

    @Test
    void who_was_shut_out_stays_out_when_the_server_starts_again() {
        admin.delete(NODES + "/host-1", "");

        api.restart();

        assertThat(api.rawNode("host-1").get("/api/v1/nodes").status()).isEqualTo(401);
    }

    @Test
    void what_a_host_watches_ends_when_it_is_shut_out() throws IOException {
        try (var watching = api.rawNode("host-1").lines("/api/v1/services?watch=true");
                var other = api.rawNode("host-2").lines("/api/v1/services?watch=true")) {
            assertThat(watching.readLine()).contains("\"name\":\"kubernetes\"");
            assertThat(other.readLine()).contains("\"name\":\"kubernetes\"");

            admin.delete(NODES + "/host-1", "");

            assertThat(watching.readLine()).isNull();
            admin.post(
                    "/api/v1/namespaces/default/services",
                    "{'metadata':{'name':'new'},'spec':{'ports':[{'port':80}]}}");
            assertThat(other.readLine()).contains("\"name\":\"new\"");
        }
    }

    /** It may still have its address, or take that of the next host of its name. */
    @Test
    void a_host_that_was_shut_out_is_asked_nothing_any_more() {
        var vertx = Vertx.vertx();
        try {
            var hosts = Map.of(
                    "host-1", api.secrets().nodeFiles("host-1"),
                    "host-4", files(ticket("host-4")));
            hosts.forEach((name, files) -> {
                int port = serveLogs(vertx, files);
                admin.post(
                        "/api/v1/nodes",
                        "{'metadata':{'name':'%s'},'status':{'addresses':[{'type':'InternalIP','address':'127.0.0.1'}],'daemonEndpoints':{'kubeletEndpoint':{'Port':%d}}}}"
                                .formatted(name, port));
                var pod = admin.post(
                        "/api/v1/namespaces/default/pods",
                        "{'metadata':{'name':'on-%1$s'},'spec':{'nodeName':'%1$s','containers':[{'name':'main','image':'i'}]}}"
                                .formatted(name));
                assertThat(pod.status()).as(pod.text()).isEqualTo(201);
                var log = "/api/v1/namespaces/default/pods/on-" + name + "/log";
                assertThat(admin.get(log).text()).as(name).isEqualTo("well");

                admin.delete(NODES + "/" + name, "");

                assertThat(admin.get(log).status()).as(name).isEqualTo(500);
                assertThat(admin.get(log).message()).contains("shows a certificate that no longer counts");
            });
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static int serveLogs(Vertx vertx, Map<String, byte[]> files) {
        return vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(files.get("node.crt")))
                                .addKeyValue(Buffer.buffer(files.get("node.key")))))
                .requestHandler(request -> request.response().end("well"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @Test
    void nobody_takes_the_place_of_a_host_that_is_well() {
        var prepared = ticket("host-4");
        joined(ticket("host-4"));
        admin.post(
                "/api/v1/nodes",
                "{'metadata':{'name':'host-4'},'status':{'conditions':[{'type':'Ready','status':'True'}]}}");

        var refused = admin.post(TICKETS + "host-4", "https://master:6443");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.message()).contains("node host-4 is Ready", "podproof host remove host-4");
        assertThat(admit(prepared).status()).isIn(403, 409);
        admin.patch(
                "/api/v1/nodes/host-4/status",
                "merge",
                "{'status':{'conditions':[{'type':'Ready','status':'Unknown'}]}}");
        joined(ticket("host-4"));
    }

    @Test
    void a_ticket_made_before_a_host_of_that_name_was_well_is_refused_while_it_is() {
        var prepared = ticket("host-1");
        admin.post(
                "/api/v1/nodes",
                "{'metadata':{'name':'host-1'},'status':{'conditions':[{'type':'Ready','status':'True'}]}}");

        assertThat(admit(prepared).status()).isEqualTo(409);
        assertThat(api.rawNode("host-1").get("/api/v1/nodes").status()).isEqualTo(200);
    }

    @Test
    void names_that_are_taken_are_refused_to_administrators_too() {
        for (var name :
                new String[] {"master", "localhost", "kubernetes.default.svc", "10.96.0.1", "Host_4", "a%2fb"}) {
            var refused = admin.post(TICKETS + name, "https://master:6443");
            assertThat(refused.status()).as(name).isEqualTo(400);
            assertThat(refused.message()).contains("can't name a node");
        }
    }

    @Test
    void only_an_administrator_lets_hosts_in_or_shuts_them_out() {
        for (var caller : new RawApi[] {api.rawNode("host-1"), api.raw("")}) {
            assertThat(caller.post(TICKETS + "host-9", "https://master:6443").status())
                    .isIn(401, 403);
            assertThat(caller.delete(NODES + "/host-2", "").status()).isIn(401, 403);
        }
        assertThat(api.raw("").post(NODES, "x").status()).isEqualTo(401);
        assertThat(api.raw("Bearer x").post(NODES, "x").status()).isEqualTo(403);
    }

    private String ticket(String name) {
        var answer = admin.post(TICKETS + name, "https://master:6443");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.text();
    }

    private RawApi caller(String ticket) {
        return api.raw("Bearer " + ticket);
    }

    private RawApi.Answer admit(String ticket) {
        return caller(ticket)
                .send(
                        "POST",
                        NODES,
                        "application/x-pem-file",
                        NodeKeys.generate().request("any"));
    }

    private RawApi joined(String ticketText) {
        return api.raw(new String(files(ticketText).get("node.kubeconfig"), UTF_8), api.endpoint());
    }

    private Map<String, byte[]> files(String ticketText) {
        var keys = NodeKeys.generate();
        var answer = caller(ticketText).send("POST", NODES, "application/x-pem-file", keys.request("any"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        var certificates = Map.of(
                "server", answer.json().path("server").asText(),
                "client", answer.json().path("client").asText());
        return keys.files(JoinTicket.parse(ticketText), certificates);
    }
}
