package dev.podproof.conformance.subject;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.sun.net.httpserver.HttpExchange;
import dev.podproof.conformance.ObedientHosts;
import dev.podproof.conformance.PretendedApi;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.probe.ExecResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A run that was killed is cleaned up by the next, and one that is alive is not touched. */
class LeftoversTest {
    private static final RunIdentity ALIVE = RunIdentity.ofThisProcess();
    private static final RunIdentity KILLED =
            new RunIdentity("killed", ALIVE.machine(), ProcessHandle.current().pid() + "@1");

    private final List<String> namespaces = new ArrayList<>();
    private final List<String> marks = new ArrayList<>();
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private final List<String> done = new ArrayList<>();
    private String forbidden = "nothing";

    @Test
    void namespacesOfAKilledRunAreDeletedAndThoseOfALivingOneAreNot() {
        namespaces.add(namespace("left", KILLED, ""));
        namespaces.add(namespace("used", ALIVE, ""));

        assertThat(remove()).containsExactly("removed what runs that were killed had left: namespaces left");
        assertThat(changes).containsExactly("DELETE /api/v1/namespaces/left ");
    }

    @Test
    void aNamespaceThatIsStuckIsNamedWithWhatTheClusterSays() {
        namespaces.add(
                namespace(
                        "stuck",
                        KILLED,
                        ", deletionTimestamp: '2026-01-01T00:00:00Z'}, status: {conditions: [{status: 'True', message: 'a finalizer of shop.example remains'}]"));

        assertThat(remove())
                .containsExactly(
                        "namespace stuck of a run that was killed is being deleted since 2026-01-01T00:00:00Z (a finalizer of shop.example remains)");
        assertThat(changes).isEmpty();
    }

    @Test
    void labelsOfHostsGoWithTheirMarks() {
        marks.add("podproof.dev/1a2b-a: '" + KILLED.mark() + "'");
        marks.add("podproof.dev/3c4d-a: '" + ALIVE.mark() + "'");
        marks.add("shop.example/owner: 'killed 1@1 machine'");

        assertThat(remove()).singleElement().asString().contains("removed label podproof.dev/1a2b-a of host host-1");
        assertThat(changes)
                .containsExactly(
                        "PATCH /api/v1/nodes/host-1 {\"metadata\":{\"labels\":{\"podproof.dev/1a2b-a\":null},\"annotations\":{\"podproof.dev/1a2b-a\":null}}}");
    }

    @Test
    void aHostThatWasStoppedIsStartedAndOneThatWasCutOffIsHealed() {
        marks.add("podproof.dev/killed-stopped: '" + KILLED.mark() + "'");
        marks.add("podproof.dev/killed-cut-off: '" + KILLED.mark() + "'");

        assertThat(remove()).hasSize(2).allMatch(line -> line.startsWith("gave back host host-1, which run killed"));
        assertThat(done).containsExactly("start host-1", "heal host-1");
        assertThat(changes).hasSize(2);
    }

    @Test
    void aHostThatCannotBeReachedIsNamedAndItsMarkStays() {
        marks.add("podproof.dev/killed-stopped: '" + KILLED.mark() + "'");

        assertThat(remove(Machines.none()))
                .singleElement()
                .asString()
                .contains("host host-1, which run killed", "had stopped", "--docker-hosts FILE");
        assertThat(changes).isEmpty();
    }

    @Test
    void whatALivingRunHasInItsHandsIsWaitedForAndThenLeftToIt() {
        marks.add("podproof.dev/" + ALIVE.id() + "-stopped: '" + ALIVE.mark() + "'");
        namespaces.add(namespace("left", KILLED, ""));

        assertThat(remove())
                .satisfiesExactly(
                        waited -> assertThat(waited)
                                .contains(
                                        "cannot be seen or removed",
                                        "another run to give back the hosts",
                                        "host-1 by run " + ALIVE.id()),
                        removed -> assertThat(removed).contains("namespaces left"));
        assertThat(done).isEmpty();
    }

    @Test
    void whoMayNotSeeHostsStillRemovesTheRest() {
        forbidden = "GET /api/v1/nodes";
        namespaces.add(namespace("left", KILLED, ""));

        assertThat(remove())
                .satisfiesExactly(
                        seen -> assertThat(seen).contains("GET /api/v1/nodes", "403 not for you"),
                        removed -> assertThat(removed).contains("namespaces left"));
    }

    @Test
    void aRunThatWasInterruptedTakesItsLabelsOffHosts() {
        marks.add("podproof.dev/1a2b-a: '" + ALIVE.mark() + "'");
        marks.add("podproof.dev/" + ALIVE.id() + "-stopped: '" + ALIVE.mark() + "'");
        try (PretendedApi api = new PretendedApi(this::answer)) {
            Leftovers.ofRun(api.probe(), ALIVE, Duration.ofSeconds(1));
        }

        assertThat(changes).singleElement().asString().contains("podproof.dev/1a2b-a");
    }

    private List<String> remove() {
        return remove(new Machines(Optional.of(new Hosts()), Optional.empty(), Optional.empty()));
    }

    private List<String> remove(Machines machines) {
        try (PretendedApi api = new PretendedApi(this::answer)) {
            Settings impatient = Settings.defaults().withPatience(Duration.ofSeconds(1));
            return new Leftovers(api.probe(), api.exec(), machines, impatient).remove();
        }
    }

    private static String namespace(String name, RunIdentity run, String more) {
        return "{metadata: {name: %s, creationTimestamp: '%s', labels: {podproof.dev/run: %s}, annotations: {podproof.dev/machine: '%s', podproof.dev/process: '%s'}%s}}"
                .formatted(name, Instant.now(), run.id(), run.machine(), run.process(), more);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String line =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + " ";
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!line.startsWith("GET ")) {
            changes.add(line + body);
        }
        boolean refused = line.startsWith(forbidden);
        byte[] bytes = Documents.yaml(refused ? "message: not for you" : said(exchange))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(refused ? 403 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String said(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/api/v1/namespaces")) {
            boolean all = exchange.getRequestURI().getQuery().endsWith(RunIdentity.RUN);
            return "items: [" + (all ? String.join(", ", namespaces) : "") + "]";
        }
        return path.equals("/api/v1/nodes")
                ? "items: [{metadata: {name: host-1, annotations: {%s}}, status: {conditions: [{type: Ready, status: 'True'}]}}]"
                        .formatted(String.join(", ", marks))
                : "items: []";
    }

    private final class Hosts extends ObedientHosts {
        @Override
        public List<String> list() {
            return List.of("host-1");
        }

        @Override
        public void start(String host) {
            done.add("start " + host);
        }

        @Override
        public void heal(String host) {
            done.add("heal " + host);
        }

        @Override
        public DockerClient engine(String host) {
            throw new HostLost(host + ": nobody asks for that", null);
        }

        @Override
        public ExecResult exec(String host, String... command) {
            throw new HostLost(host + ": nobody asks for that", null);
        }
    }
}
