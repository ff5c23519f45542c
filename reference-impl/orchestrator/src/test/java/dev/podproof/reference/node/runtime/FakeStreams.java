package dev.podproof.reference.node.runtime;

import dev.podproof.reference.node.runtime.OutputReader.Source;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers commands as it was told to; a command that nobody spoke of never ends. */
public final class FakeStreams implements ContainerStreams {
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, String> logs = new ConcurrentHashMap<>();
    /** The commands that were run, in order. */
    public final List<String> commands = new CopyOnWriteArrayList<>();

    /** How many of them were ended. */
    public final AtomicInteger killed = new AtomicInteger();

    private record Answer(int code, String words, boolean ends) {}

    public FakeStreams answer(String command, int code, String words) {
        answers.put(command, new Answer(code, words, true));
        return this;
    }

    /** It closes its output at once, and goes on. */
    public FakeStreams silent(String command) {
        answers.put(command, new Answer(-1, "", false));
        return this;
    }

    /** From now on it never ends. */
    public void forget(String command) {
        answers.remove(command);
    }

    public void logs(String containerId, String text) {
        logs.put(containerId, text);
    }

    @Override
    public AutoCloseable logs(String containerId, LogQuery query, OutputReader reader) {
        reader.bytes(Source.OUT, bytes(logs.getOrDefault(containerId, "")));
        reader.end(Optional.empty());
        return () -> {};
    }

    @Override
    public ProcessStreams exec(String containerId, ExecRequest request, OutputReader reader) {
        String command = String.join(" ", request.command());
        commands.add(command);
        Answer answer = answers.get(command);
        if (answer != null) {
            reader.bytes(Source.OUT, bytes(answer.words()));
            reader.end(Optional.empty());
        }
        return new Ended(Optional.ofNullable(answer).filter(Answer::ends).map(Answer::code));
    }

    @Override
    public ProcessStreams attach(String containerId, AttachRequest request, OutputReader reader) {
        throw new UnsupportedOperationException("nobody attaches here");
    }

    @Override
    public SocketChannel dial(String containerId, int port) {
        throw new UnsupportedOperationException("nobody forwards ports here");
    }

    @Override
    public AutoCloseable whenEnded(String containerId, Runnable ended) {
        throw new UnsupportedOperationException("nobody waits here");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private final class Ended implements ProcessStreams {
        private final Optional<Integer> code;

        Ended(Optional<Integer> code) {
            this.code = code;
        }

        @Override
        public int exitCode() {
            return code.orElseThrow();
        }

        @Override
        public Optional<Integer> exitCode(Duration limit) {
            return code;
        }

        @Override
        public void kill() {
            killed.incrementAndGet();
        }

        @Override
        public void write(ByteBuffer bytes) {
            throw new UnsupportedOperationException("nobody writes here");
        }

        @Override
        public void endInput() {}

        @Override
        public void resize(int columns, int rows) {}

        @Override
        public void close() {}
    }
}
