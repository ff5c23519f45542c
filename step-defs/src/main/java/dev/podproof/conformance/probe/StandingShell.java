package dev.podproof.conformance.probe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A shell that stands in a container and is told one command after the other, because to start a program from outside costs a host more
 * than the program itself. Each command is a process of its own, without input. Its end is told by a mark on both of its streams.
 */
final class StandingShell implements ExecSocket.Streams {
    /** A shell that does not even answer by then is as good as gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MarkedStream out = new MarkedStream();
    private final MarkedStream err = new MarkedStream();
    private volatile Input input;

    /** The way into the shell. */
    interface Input {
        /** Hands over text, or throws. */
        void write(byte... text);

        /** Ends the shell and whatever it is at. */
        void close();
    }

    /** The shell has not begun with the command: another one may be told it. */
    static final class NotBegun extends Exception {
        private static final long serialVersionUID = 1;

        NotBegun(String message, Throwable cause) {
            super(message, cause);
        }
    }

    void connected(Input way) {
        input = way;
    }

    /**
     * Runs a command and waits for its end.
     *
     * @throws NotBegun when the shell did not answer any more before it was told
     * @throws ExecLost when the shell ended in the middle of the command, or the command did not end within the limit; the shell is gone then
     */
    ExecResult run(String what, List<String> command, Duration limit) throws NotBegun {
        greet(what);
        String mark = mark();
        CompletableFuture<MarkedStream.Share> printed = out.until(mark);
        CompletableFuture<MarkedStream.Share> complained = err.until(mark);
        try {
            tell(words(command) + " </dev/null; printf '%s %s\\n' " + mark + " $?; printf '%s\\n' " + mark + " >&2");
            MarkedStream.Share share = printed.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            String complaint =
                    complained.get(limit.toMillis(), TimeUnit.MILLISECONDS).printed();
            return new ExecResult(Integer.parseInt(share.said()), share.printed(), complaint);
        } catch (TimeoutException e) {
            throw lost(what + " did not end within " + limit.toSeconds() + " s; so far: " + soFar(), e);
        } catch (ExecutionException e) {
            throw lost(what + ": the shell ended in the middle of a command: " + reason(e) + "; so far: " + soFar(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost(what + " was interrupted", e);
        } catch (RuntimeException e) {
            throw lost(what + ": the shell could not be told a command: " + e.getMessage(), e);
        }
    }

    /** Sees whether anybody is there: what is told to a shell that is gone may have begun or not, and nobody would know. */
    private void greet(String what) throws NotBegun {
        String mark = mark();
        CompletableFuture<MarkedStream.Share> answer = out.until(mark);
        try {
            tell("printf '%s\\n' " + mark);
            answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            close();
            throw new NotBegun(what + ": the shell did not answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            close();
            throw new NotBegun(what + ": " + reason(e), e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new NotBegun(what + " was interrupted", e);
        } catch (RuntimeException e) {
            close();
            throw new NotBegun(what + ": the shell could not be told a command: " + e.getMessage(), e);
        }
    }

    private void tell(String line) {
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private ExecLost lost(String message, Exception cause) {
        close();
        return new ExecLost(message, cause);
    }

    private String soFar() {
        return (out.soFar() + "\n" + err.soFar()).strip();
    }

    void close() {
        Input way = input;
        if (way != null) {
            way.close();
        }
    }

    @Override
    public void heard(int stream, byte... bytes) {
        if (stream == ExecSocket.STDOUT) {
            out.heard(bytes);
        } else if (stream == ExecSocket.STDERR) {
            err.heard(bytes);
        } else if (stream == ExecSocket.STATUS) {
            failed(new IllegalStateException(new String(bytes, StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void closed(String how) {
        failed(new IllegalStateException("the connection was closed (" + how + ")"));
    }

    @Override
    public void failed(Throwable error) {
        out.end(error);
        err.end(error);
    }

    private static String mark() {
        return UUID.randomUUID().toString();
    }

    private static String reason(ExecutionException e) {
        return String.valueOf(e.getCause().getMessage());
    }

    private static String words(List<String> command) {
        return command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
