package dev.podproof.reference.node.runtime.docker;

import static dev.podproof.reference.node.runtime.docker.FakeEngine.OK;
import static dev.podproof.reference.node.runtime.docker.FakeEngine.UPGRADED;
import static dev.podproof.reference.node.runtime.docker.FakeEngine.container;
import static dev.podproof.reference.node.runtime.docker.FakeEngine.json;
import static dev.podproof.reference.node.runtime.docker.FakeEngine.untilGone;
import static dev.podproof.reference.node.runtime.docker.FakeEngine.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.node.runtime.ContainerStreams.AttachRequest;
import dev.podproof.reference.node.runtime.ContainerStreams.ExecRequest;
import dev.podproof.reference.node.runtime.ContainerStreams.LogQuery;
import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.PodNetwork;
import dev.podproof.reference.node.runtime.ProcessStreams;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Engine whose containers end between a look at them and what is asked of them then. */
class DockerStreamsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:05Z");
    private static final AttachRequest ATTACH = new AttachRequest(true, true, true);
    private static final ExecRequest EXEC = new ExecRequest(List.of("ls"), false, true, true, false);
    private static final String LOOK = "GET /containers/id/json";

    @TempDir
    Path directory;

    private FakeEngine engine;
    private DockerRuntime runtime;
    private final AtomicInteger looks = new AtomicInteger();
    private final Output output = new Output();

    @BeforeEach
    void start() throws IOException {
        Path socket = directory.resolve("engine");
        engine = new FakeEngine(socket);
        runtime = DockerRuntime.at(URI.create("unix://" + socket), "node", Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        runtime.close();
        engine.close();
    }

    @Test
    void who_attaches_to_a_container_that_ends_meanwhile_gets_what_it_wrote_and_the_end() throws Exception {
        runsForSoManyLooks(1);
        var left = new CountDownLatch(1);
        engine.on("/attach", (caller, request) -> {
            write(caller, UPGRADED);
            untilGone(caller);
            left.countDown();
        });
        engine.on("/logs", (caller, request) -> log(caller));
        // Nothing but the second look can tell: who waits for the end of what has ended is waited for, too.
        engine.on("/wait", (caller, request) -> {
            write(caller, OK);
            untilGone(caller);
        });

        try (ProcessStreams process = runtime.streams().attach("id", ATTACH, output)) {
            assertThat(output.ended.get(10, TimeUnit.SECONDS)).isEmpty();
            assertThat(output.text()).isEqualTo("hello\n");
            assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitCode()).isZero();
        }
        assertThat(engine.asked).anySatisfy(line -> assertThat(line).contains("/logs", "since=1769860795.000000000"));
        await().until(() -> engine.open.get() == 0);
    }

    @Test
    void who_comes_too_late_between_the_looks_does_so_too() throws Exception {
        runsForSoManyLooks(Integer.MAX_VALUE);
        engine.on("/attach", (caller, request) -> {
            write(caller, UPGRADED);
            untilGone(caller);
        });
        engine.on("/wait", (caller, request) -> write(caller, json(200, "{\"StatusCode\":0}")));
        engine.on("/logs", (caller, request) -> log(caller));

        try (ProcessStreams process = runtime.streams().attach("id", ATTACH, output)) {
            assertThat(process).isNotNull();
            assertThat(output.ended.get(20, TimeUnit.SECONDS)).isEmpty();
        }
        assertThat(output.text()).isEqualTo("hello\n");
        await().until(() -> engine.open.get() == 0);
    }

    @Test
    void who_attaches_in_time_gets_the_output_once_and_may_be_slow() throws Exception {
        runsForSoManyLooks(Integer.MAX_VALUE);
        var ended = new CountDownLatch(1);
        engine.on("/attach", (caller, request) -> {
            write(caller, UPGRADED);
            write(caller, LogLinesTest.frame(1, "hello\n".getBytes(UTF_8)));
            ended.await();
            write(caller, LogLinesTest.frame(2, "end\n".getBytes(UTF_8)));
        });
        engine.on("/wait", (caller, request) -> write(caller, json(200, "{\"StatusCode\":0}")));

        try (ProcessStreams process = runtime.streams().attach("id", ATTACH, output)) {
            assertThat(process).isNotNull();
            // Longer than somebody is waited for who has heard nothing.
            await().during(Duration.ofSeconds(3)).until(() -> output.text().equals("hello\n"));
            ended.countDown();
            assertThat(output.ended.get(10, TimeUnit.SECONDS)).isEmpty();
        }
        assertThat(output.text()).isEqualTo("hello\nend\n");
        assertThat(engine.asked).noneMatch(line -> line.contains("/logs"));
    }

    @Test
    void nobody_attaches_to_a_container_that_has_ended() {
        runsForSoManyLooks(0);
        assertThatExceptionOfType(RuntimeFailure.class)
                .isThrownBy(() -> runtime.streams().attach("id", ATTACH, output))
                .withMessageContaining("not running");
    }

    @Test
    void a_command_ends_with_its_container_even_where_the_engine_never_says_so() throws Exception {
        runsForSoManyLooks(3);
        engine.on("POST /containers/id/exec", 201, "{\"Id\":\"e\"}");
        engine.on("/exec/e/start", (caller, request) -> {
            write(caller, UPGRADED);
            caller.shutdownOutput();
            untilGone(caller);
        });
        engine.on("/exec/e/json", 200, "{\"ID\":\"e\",\"Running\":true,\"ExitCode\":null}");

        try (ProcessStreams process = runtime.streams().exec("id", EXEC, output)) {
            assertThat(output.ended.get(10, TimeUnit.SECONDS)).isEmpty();
            assertThatExceptionOfType(RuntimeFailure.class)
                    .isThrownBy(process::exitCode)
                    .withMessageContaining("the container ended");
        }
    }

    @Test
    void a_command_in_a_container_that_ends_before_it_starts_is_refused_in_the_engines_words() {
        engine.on("POST /containers/id/exec", 201, "{\"Id\":\"e\"}");
        engine.on("/exec/e/start", 409, "{\"message\":\"Container id is not running\"}");

        assertThatExceptionOfType(RuntimeFailure.class)
                .isThrownBy(() -> runtime.streams().exec("id", EXEC, output))
                .withMessage("Error response from daemon: Container id is not running");
        await().until(() -> engine.open.get() == 0);
    }

    @Test
    void a_port_is_not_looked_for_in_the_network_of_who_has_the_processes_number_now() {
        long ourselves = ProcessHandle.current().pid();
        engine.on(
                LOOK,
                (caller, request) ->
                        write(caller, json(200, container(true, looks.incrementAndGet() == 1 ? ourselves : 1))));
        assertThatExceptionOfType(RuntimeFailure.class)
                .isThrownBy(() -> runtime.streams().dial("id", 80))
                .withMessageContaining("not running");
    }

    @Test
    void the_end_of_a_container_that_is_gone_is_no_news_to_wait_for() throws Exception {
        engine.on("/wait", 404, "{\"message\":\"No such container: id\"}");
        var ended = new CompletableFuture<Void>();
        try (AutoCloseable waiting = runtime.streams().whenEnded("id", () -> ended.complete(null))) {
            assertThat(waiting).isNotNull();
            ended.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_log_of_a_container_that_is_gone_is_refused() {
        engine.on(LOOK, 404, "{\"message\":\"No such container: id\"}");
        assertThatExceptionOfType(RuntimeFailure.class)
                .isThrownBy(() -> runtime.streams().logs("id", query(Optional.empty()), output))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(RuntimeFailure.Reason.NOT_FOUND));
    }

    @Test
    void the_last_lines_are_lines_and_not_pieces() throws Exception {
        runsForSoManyLooks(Integer.MAX_VALUE);
        List<Piece> log = new ArrayList<>();
        for (int line = 10; line < 60; line++) {
            for (int piece = 0; piece < 20; piece++) {
                log.add(new Piece(LogLinesTest.time(line), "x".repeat(16 * 1024)));
            }
            log.add(new Piece(LogLinesTest.time(line), "line " + line + "\n"));
        }
        engine.on("/logs", (caller, request) -> tail(caller, request, log));

        for (long wanted : new long[] {0, 1, 2, 49, 50, 51, 5_000, Long.MAX_VALUE}) {
            Output lines = new Output();
            runtime.streams().logs("id", query(Optional.of(wanted)), lines);
            assertThat(lines.ended.get(20, TimeUnit.SECONDS)).isEmpty();
            int expected = (int) Math.min(50, wanted);
            String[] seen = lines.text().replace("x", "").split("\n", -1);
            assertThat(lines.text().lines().count()).as("last %s", wanted).isEqualTo(expected);
            if (expected > 0) {
                assertThat(seen[0]).isEqualTo("line " + (60 - expected));
                assertThat(lines.out.size() % (20 * 16 * 1024)).isEqualTo(expected * 8);
            }
        }
    }

    /** The pool that everything else goes through has room for 512 at a time. */
    @Test
    void any_number_of_onlookers_holds_up_nobody_who_works() throws Exception {
        runsForSoManyLooks(Integer.MAX_VALUE);
        engine.on("GET /containers/json", 200, "[]");
        engine.on("/wait", (caller, request) -> {
            write(caller, OK);
            untilGone(caller);
        });
        engine.on("/logs", (caller, request) -> {
            write(caller, OK);
            untilGone(caller);
        });
        List<AutoCloseable> onlookers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            onlookers.add(runtime.streams().whenEnded("id", () -> {}));
            onlookers.add(runtime.streams().logs("id", query(Optional.empty()), new Output()));
        }
        assertThat(engine.open.get()).isGreaterThanOrEqualTo(600);
        assertThat(runtime.containers()).isEmpty();

        for (AutoCloseable onlooker : onlookers) {
            onlooker.close();
        }
        await().until(() -> engine.open.get() == 0);
    }

    @Test
    void an_engine_that_says_nothing_is_not_waited_for_for_ever() {
        engine.on("/_ping", (caller, request) -> untilGone(caller));
        assertThatExceptionOfType(RuntimeFailure.class)
                .isThrownBy(() ->
                        EngineConnection.ask(directory.resolve("engine"), "GET", "/_ping", Duration.ofMillis(200)))
                .withMessageContaining("it said nothing for")
                .satisfies(failed -> assertThat(failed.reason()).isEqualTo(RuntimeFailure.Reason.UNAVAILABLE));
        assertThatExceptionOfType(RuntimeFailure.class).isThrownBy(runtime::ping);
        engine.on("/_ping", 200, "\"OK\"");
        runtime.ping();
        await().until(() -> engine.open.get() == 0);
    }

    /** Each call of docker-java that does not last, and the beginning of those that do. */
    @Test
    void an_engine_that_takes_calls_and_never_answers_ends_each_in_time() throws Exception {
        Duration patience = Duration.ofMillis(300);
        URI address = URI.create("unix://" + directory.resolve("engine"));
        engine.on("", (caller, request) -> untilGone(caller));
        try (DockerRuntime waiting = DockerRuntime.at(address, "node", Clock.systemUTC(), patience)) {
            List<ThrowingCallable> calls = List.of(
                    waiting::info,
                    waiting::containers,
                    waiting::images,
                    () -> waiting.containersOf("uid"),
                    () -> waiting.find("id"),
                    () -> waiting.image("i"),
                    () -> waiting.pull("i"),
                    () -> waiting.start("id"),
                    () -> waiting.signal("id", "SIGTERM"),
                    () -> waiting.remove("id"),
                    () -> waiting.ensureNetwork(new PodNetwork("n", "b", "10.0.0.0/24", "10.0.0.1", 1450)),
                    () -> waiting.create(EngineFixture.container("main", "true").build()),
                    () -> waiting.streams().exec("id", EXEC, output),
                    () -> waiting.streams().attach("id", ATTACH, output),
                    () -> waiting.streams().logs("id", query(Optional.empty()), output),
                    () -> waiting.streams().dial("id", 80));
            for (ThrowingCallable call : calls) {
                assertThat(CompletableFuture.runAsync(() -> assertThatExceptionOfType(RuntimeFailure.class)
                                .isThrownBy(call)
                                .withMessageContaining("it said nothing for")
                                .satisfies(failed ->
                                        assertThat(failed.reason()).isEqualTo(RuntimeFailure.Reason.UNAVAILABLE))))
                        .succeedsWithin(Duration.ofSeconds(20));
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
        }
        await().until(() -> engine.open.get() == 0);
    }

    @Test
    void one_that_falls_silent_in_the_middle_of_an_answer_does_so_too() throws Exception {
        URI address = URI.create("unix://" + directory.resolve("engine"));
        engine.on("GET /containers/json", (caller, request) -> {
            write(
                    caller,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n[".getBytes(UTF_8));
            untilGone(caller);
        });
        try (DockerRuntime waiting = DockerRuntime.at(address, "node", Clock.systemUTC(), Duration.ofMillis(300))) {
            assertThat(CompletableFuture.runAsync(() -> assertThatExceptionOfType(RuntimeFailure.class)
                            .isThrownBy(waiting::containers)
                            .satisfies(failed ->
                                    assertThat(failed.reason()).isEqualTo(RuntimeFailure.Reason.UNAVAILABLE))))
                    .succeedsWithin(Duration.ofSeconds(20));
            engine.on("GET /containers/json", 200, "[]");
            assertThat(waiting.containers()).isEmpty();
        }
        await().until(() -> engine.open.get() == 0);
    }

    @Test
    void what_lasts_goes_on_when_the_time_for_an_answer_is_long_over() throws Exception {
        URI address = URI.create("unix://" + directory.resolve("engine"));
        var over = new CountDownLatch(1);
        engine.on("GET /events", (caller, request) -> {
            write(caller, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n".getBytes(UTF_8));
            over.await();
            write(
                    caller,
                    "{\"Actor\":{\"ID\":\"id\",\"Attributes\":{\"podproof.dev/pod-uid\":\"uid\"}}}\n".getBytes(UTF_8));
            untilGone(caller);
        });
        var heard = new CompletableFuture<String>();
        var listening = new AtomicInteger();
        try (DockerRuntime waiting = DockerRuntime.at(address, "node", Clock.systemUTC(), Duration.ofMillis(300));
                AutoCloseable events = waiting.watch(new RuntimeListener() {
                    @Override
                    public void resync() {
                        listening.incrementAndGet();
                    }

                    @Override
                    public void changed(String podUid) {
                        heard.complete(podUid);
                    }
                })) {
            assertThat(events).isNotNull();
            await().during(Duration.ofSeconds(1)).until(() -> listening.get() == 1);
            over.countDown();
            assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("uid");
        }
        assertThat(listening).hasValue(1);
    }

    private void runsForSoManyLooks(int running) {
        engine.on(
                LOOK,
                (caller, request) -> write(caller, json(200, container(looks.incrementAndGet() <= running, 4711))));
    }

    private static void log(SocketChannel caller) throws IOException {
        write(caller, OK);
        write(caller, LogLinesTest.frame(1, (LogLinesTest.time(1) + "hello\n").getBytes(UTF_8)));
    }

    private record Piece(String time, String text) {}

    /** Counts pieces, as an Engine does. */
    private static void tail(SocketChannel caller, String request, List<Piece> log) throws IOException {
        write(caller, OK);
        int tail = number(request, "tail=", log.size());
        int since = request.contains("since=")
                ? (int) (number(request, "since=", 0)
                        - Instant.parse("2026-01-31T12:00:00Z").getEpochSecond())
                : 0;
        for (Piece piece : log.subList(Math.max(0, log.size() - tail), log.size())) {
            if (piece.time().compareTo(LogLinesTest.time(since)) >= 0) {
                write(caller, LogLinesTest.frame(1, (piece.time() + piece.text()).getBytes(UTF_8)));
            }
        }
    }

    private static int number(String request, String name, int otherwise) {
        int at = request.indexOf(name);
        return at < 0
                ? otherwise
                : Integer.parseInt(request.substring(at + name.length()).split("\\D", 2)[0]);
    }

    private static LogQuery query(Optional<Long> tail) {
        return new LogQuery(false, false, tail, Optional.empty());
    }

    private static final class Output implements OutputReader {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final CompletableFuture<Optional<RuntimeFailure>> ended = new CompletableFuture<>();

        @Override
        public synchronized void bytes(Source source, ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            out.writeBytes(copy);
        }

        @Override
        public void end(Optional<RuntimeFailure> failure) {
            ended.complete(failure);
        }

        synchronized String text() {
            return out.toString(UTF_8);
        }
    }
}
