package dev.podproof.reference.node.server;

import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.OutputReader.Source;
import dev.podproof.reference.node.runtime.ProcessStreams;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A container whose processes are threads. Its commands: {@code zeros N} writes that many bytes and ends with 3, {@code deaf}
 * takes no input, {@code cat} gives its input back and ends with 0, {@code length WORD} says how long the word is.
 */
final class PretendedStreams implements ContainerStreams {
    private static final int BLOCK_BYTES = 32 * 1024;

    /** What processes have written and readers have taken, bytes. */
    final AtomicLong produced = new AtomicLong();

    final CountDownLatch left = new CountDownLatch(1);
    volatile String size = "";
    /** Makes the pod end, once somebody has asked to be told. */
    final CompletableFuture<Runnable> podEnds = new CompletableFuture<>();

    @Override
    public AutoCloseable logs(String containerId, LogQuery query, OutputReader reader) {
        start(() -> zeros(reader, query.tail().orElse(Long.MAX_VALUE)));
        return left::countDown;
    }

    @Override
    public ProcessStreams exec(String containerId, ExecRequest request, OutputReader reader) {
        String command = request.command().get(0);
        if (command.equals("length")) {
            byte[] words = String.valueOf(request.command().get(1).length()).getBytes(StandardCharsets.UTF_8);
            reader.bytes(Source.OUT, ByteBuffer.wrap(words));
        }
        if (command.equals("zeros")) {
            start(() -> zeros(reader, Long.parseLong(request.command().get(1))));
        }
        return new PretendedProcess(command, reader);
    }

    @Override
    public ProcessStreams attach(String containerId, AttachRequest request, OutputReader reader) {
        return new PretendedProcess("cat", reader);
    }

    @Override
    public SocketChannel dial(String containerId, int port) {
        try {
            return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException refused) {
            throw new RuntimeFailure(RuntimeFailure.Reason.FAILED, refused.getMessage(), refused);
        }
    }

    @Override
    public AutoCloseable whenEnded(String containerId, Runnable ended) {
        podEnds.complete(ended);
        return left::countDown;
    }

    private void zeros(OutputReader reader, long bytes) {
        for (long todo = bytes; todo > 0 && left.getCount() > 0; todo -= BLOCK_BYTES) {
            int block = (int) Math.min(todo, BLOCK_BYTES);
            reader.bytes(Source.OUT, ByteBuffer.allocate(block));
            produced.addAndGet(block);
        }
        reader.end(Optional.empty());
    }

    private static void start(Runnable process) {
        Thread thread = new Thread(process, "process");
        thread.setDaemon(true);
        thread.start();
    }

    private final class PretendedProcess implements ProcessStreams {
        private final String command;
        private final OutputReader reader;

        PretendedProcess(String command, OutputReader reader) {
            this.command = command;
            this.reader = reader;
        }

        @Override
        public void write(ByteBuffer bytes) {
            if (command.equals("deaf")) {
                try {
                    left.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                return;
            }
            reader.bytes(Source.OUT, bytes);
        }

        @Override
        public void endInput() {
            reader.bytes(Source.ERR, ByteBuffer.wrap("end of input".getBytes(StandardCharsets.UTF_8)));
            reader.end(Optional.empty());
        }

        @Override
        public void resize(int columns, int rows) {
            size = columns + "x" + rows;
        }

        @Override
        public int exitCode() {
            return command.equals("cat") ? 0 : 3;
        }

        @Override
        public Optional<Integer> exitCode(Duration limit) {
            return Optional.of(exitCode());
        }

        @Override
        public void kill() {
            throw new UnsupportedOperationException("nobody ends what a client began");
        }

        @Override
        public void close() {
            left.countDown();
        }
    }
}
