package dev.podproof.reference.node.runtime.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Ends each call to an Engine that hangs. A unix socket knows no timeouts, so that docker-java's own have no effect: who waits is
 * interrupted, and what is read from is closed, either of which closes the socket. What lasts by its nature has to begin in time, and then
 * takes what it takes.
 */
final class Deadlines implements DockerHttpClient {
    private static final Pattern LASTING = Pattern.compile(".*/(events|images/create)(\\?.*)?");

    private final DockerHttpClient transport;
    private final Duration patience;

    /** @param patience for one call, from the question to the end of the answer */
    Deadlines(DockerHttpClient transport, Duration patience) {
        this.transport = transport;
        this.patience = patience;
    }

    @Override
    public Response execute(Request request) {
        Call call = new Call(Thread.currentThread()::interrupt, patience);
        try {
            Response response = transport.execute(request);
            if (call.isLate()) {
                response.close();
                throw tooLate(null);
            }
            if (LASTING.matcher(request.path()).matches()) {
                call.end();
                return response;
            }
            call.orElse(response::close);
            return new InTime(response, call);
        } catch (RuntimeException failed) {
            throw call.end() ? failed : tooLate(failed);
        }
    }

    private RuntimeException tooLate(RuntimeException cause) {
        // Ours, and not somebody's wish that this thread ends.
        boolean unused = Thread.interrupted();
        var words = new SocketTimeoutException("it said nothing for " + patience.toSeconds() + " s");
        if (cause != null) {
            words.addSuppressed(cause);
        }
        return new IllegalStateException(words);
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }

    /** Once it is over, nothing is given up any more. */
    private static final class Call {
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private Runnable giveUp;
        private boolean ended;
        private boolean late;

        Call(Runnable giveUp, Duration patience) {
            this.giveUp = giveUp;
            CompletableFuture<Void> unused = over.completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS)
                    .thenRun(this::timeIsUp);
        }

        private synchronized void timeIsUp() {
            if (!ended) {
                late = true;
                giveUp.run();
            }
        }

        synchronized boolean isLate() {
            return late;
        }

        synchronized void orElse(Runnable next) {
            giveUp = next;
            if (late) {
                next.run();
            }
        }

        /** False if it was given up before. */
        boolean end() {
            synchronized (this) {
                ended = true;
            }
            over.complete(null);
            return !isLate();
        }
    }

    private record InTime(Response response, Call call) implements Response {
        @Override
        public int getStatusCode() {
            return response.getStatusCode();
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return response.getHeaders();
        }

        @Override
        public InputStream getBody() {
            return response.getBody();
        }

        @Override
        public void close() {
            call.end();
            response.close();
        }
    }
}
