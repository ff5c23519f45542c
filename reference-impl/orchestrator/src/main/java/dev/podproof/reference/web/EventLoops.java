package dev.podproof.reference.web;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Threads that serve and ask. Who has nothing to serve and nothing to ask is hardly woken by them. */
public final class EventLoops implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;
    /** How often the library looks whether a loop is held up, or a connection was idle for too long; it would each second. */
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

    /**
     * How long a handshake may take, on either side. The library's 10 s are not enough where many processes start at once on few
     * processors: a client whose TLS has to be loaded first would be hung up on.
     */
    public static final int HANDSHAKE_SECONDS = 30;

    private final Vertx vertx;
    private final Gate gate;

    private EventLoops(Vertx vertx, Gate gate) {
        this.vertx = vertx;
        this.gate = gate;
    }

    /** As many loops, on which nothing is served to strangers. */
    public static EventLoops start(int loops) {
        return start(loops, new Gate(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    /**
     * As many loops.
     *
     * @param gate through which those come whom a server on them serves
     */
    public static EventLoops start(int loops, Gate gate) {
        var options = new VertxOptions()
                .setUseDaemonThread(true)
                .setEventLoopPoolSize(loops)
                .setBlockedThreadCheckInterval(BETWEEN_LOOKS.toMillis())
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS);
        // The library's public builder takes no transport.
        var builder = new VertxBuilder(options).findTransport(new GatedTransport(gate));
        return new EventLoops(builder.init().vertx(), gate);
    }

    /** Through which those come whom a server on them serves. */
    public Gate gate() {
        return gate;
    }

    /** For servers. */
    public Vertx vertx() {
        return vertx;
    }

    /** For a client of the Kubernetes API that works on these loops. */
    public HttpClient.Factory clients(Config config) {
        return new ClientFactory(vertx, config);
    }

    /** Ends them, and all that is served on them. A peer that takes nothing more would hold that up for good: it gets 5 s. */
    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
