package dev.podproof.reference.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Logs, exec and attach, all the way from a client through the API server's face to a container. */
class StreamsTest {
    /** More than fits into the sockets' own buffers on the way; endless streams go beyond anything. */
    private static final long BUFFERS_BYTES = 24 * 1024 * 1024;

    private static final long MORE_BYTES = 4 * 1024 * 1024;

    private static final String EXEC = "/exec/ns/pod/main?stdin=1&stdout=1&stderr=1";

    private final Served served = new Served();

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void input_goes_in_and_its_end_is_passed_on_and_the_exit_code_comes_last() throws Throwable {
        var client = served.open(EXEC + "&command=cat", true, Channels.V5, Channels.V4);
        assertThat(client.socket.subProtocol()).isEqualTo(Channels.V5);
        assertThat(client.next()).isEqualTo(Buffer.buffer(new byte[] {Channels.STDOUT}));

        client.send(0, "\0ä\r\n");
        assertThat(client.next()).isEqualTo(Buffer.buffer("\1\0ä\r\n"));
        client.socket.writeBinaryMessage(Buffer.buffer(new byte[] {(byte) 255, Channels.STDIN}));

        assertThat(client.next()).isEqualTo(Buffer.buffer("\2end of input"));
        assertThat(client.next().toString()).contains("\"status\":\"Success\"");
        assertThat(client.closed.get(10, TimeUnit.SECONDS)).isEqualTo((short) 1000);
    }

    @Test
    void a_message_of_any_size_reaches_the_process() throws Throwable {
        var client = served.open(EXEC + "&command=cat", true, Channels.V5);
        client.next();
        byte[] large = new byte[16 * 1024 * 1024];
        new Random(7).nextBytes(large);
        client.socket.writeBinaryMessage(
                Buffer.buffer(large.length + 1).appendByte(Channels.STDIN).appendBytes(large));
        var back = Buffer.buffer();
        while (back.length() < large.length) {
            var message = client.next();
            assertThat(message.getByte(0)).isEqualTo(Channels.STDOUT);
            back.appendBuffer(message, 1, message.length() - 1);
        }
        assertThat(back.getBytes()).isEqualTo(large);
    }

    @Test
    void a_terminals_size_reaches_the_process() throws Throwable {
        var client = served.open(EXEC + "&command=cat&tty=1", true, Channels.V4);
        client.send(Channels.RESIZE, "{\"Width\":132,\"Height\":43}");
        await().until(() -> served.streams.size.equals("132x43"));
    }

    @Test
    void a_failed_command_says_its_code() throws Throwable {
        var client = served.open(EXEC + "&command=zeros&command=1", true, Channels.V4);
        assertThat(client.next()).isEqualTo(Buffer.buffer(new byte[] {Channels.STDOUT}));
        assertThat(client.next()).isEqualTo(Buffer.buffer(new byte[] {Channels.STDOUT, 0}));
        assertThat(client.next().toString()).contains("NonZeroExitCode", "\"ExitCode\",\"message\":\"3\"");
    }

    @Test
    void a_client_that_does_not_read_holds_the_process_back_and_gets_all_of_it_when_it_does() throws Throwable {
        long size = BUFFERS_BYTES + MORE_BYTES;
        var client = served.open(EXEC + "&command=zeros&command=" + size, false, Channels.V5);

        long before = stalled(served.streams.produced);
        assertThat(before).isLessThan(BUFFERS_BYTES);

        var received = new AtomicLong();
        var status = new CompletableFuture<String>();
        client.socket.binaryMessageHandler(message -> {
            if (message.getByte(0) == Channels.ERROR) {
                status.complete(message.toString());
            } else {
                received.addAndGet(message.length() - 1);
            }
        });
        client.socket.resume();

        assertThat(status.get(60, TimeUnit.SECONDS)).contains("NonZeroExitCode");
        assertThat(received).hasValue(size);
    }

    @Test
    void a_log_is_read_as_fast_as_its_reader_and_no_faster() {
        var response = served.get("/containerLogs/ns/pod/main?follow=true");
        assertThat(stalled(served.streams.produced)).isLessThan(BUFFERS_BYTES);

        long before = served.streams.produced.get();
        response.handler(bytes -> {}).resume();
        await().atMost(Duration.ofSeconds(30)).until(() -> served.streams.produced.get() > before + MORE_BYTES);

        response.request().reset();
        await("the reading ends with its reader")
                .atMost(Duration.ofSeconds(30))
                .until(() -> served.streams.left.getCount() == 0);
    }

    @Test
    void a_log_ends_at_its_limit() {
        var body = new CompletableFuture<Buffer>();
        served.get("/containerLogs/ns/pod/main?limitBytes=70000")
                .bodyHandler(body::complete)
                .resume();
        assertThat(body.orTimeout(10, TimeUnit.SECONDS).join().length()).isEqualTo(70_000);
    }

    @Test
    void a_process_that_takes_no_input_holds_its_client_back_and_a_client_that_leaves_is_noticed() throws Throwable {
        var client = served.open(EXEC + "&command=deaf", true, Channels.V5);
        var sent = new AtomicLong();
        var block = Buffer.buffer(new byte[64 * 1024]);
        flood(client, block, sent);

        assertThat(stalled(sent)).isLessThan(BUFFERS_BYTES);
        client.vanish();
        await("the process is left").atMost(Duration.ofSeconds(30)).until(() -> served.streams.left.getCount() == 0);
    }

    @Test
    void a_client_that_speaks_no_protocol_of_ours_is_refused() {
        assertThatThrownBy(() -> served.open(EXEC + "&command=cat", true, "v9.channel.k8s.io"))
                .isInstanceOfSatisfying(UpgradeRejectedException.class, refused -> {
                    assertThat(refused.getStatus()).isEqualTo(400);
                    assertThat(refused.getBody().toString()).contains("v9.channel.k8s.io", Channels.V5);
                });
    }

    /** Each message after the one before it went out. */
    private static void flood(Served.Client client, Buffer block, AtomicLong sent) {
        client.socket.writeBinaryMessage(block).onSuccess(done -> {
            sent.addAndGet(block.length());
            flood(client, block, sent);
        });
    }

    /** What was counted when it stood still. */
    private static long stalled(AtomicLong count) {
        var last = new AtomicLong(-1);
        await("it stands still")
                .atMost(Duration.ofSeconds(30))
                .during(Duration.ofMillis(500))
                .until(() -> count.get() > 0 && count.get() == last.getAndSet(count.get()));
        return count.get();
    }
}
