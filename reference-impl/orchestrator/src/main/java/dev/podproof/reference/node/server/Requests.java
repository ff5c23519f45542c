package dev.podproof.reference.node.server;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.ProcessStreams;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.web.Phases;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests: who asks, for what, and hands over to what streams it. */
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final Vertx vertx;
    private final Handshakes handshakes;
    private final Executor lookups;
    private final Executor blocking;
    private final Semaphore forwards;
    private final PodLookup pods;
    private final ContainerStreams streams;
    private final Clock clock;

    /**
     * Serves from now on.
     *
     * @param lookups find out what is asked for
     * @param blocking stream it
     * @param forwards so many connections to ports of pods there may be
     */
    Requests(
            Vertx vertx,
            Executor lookups,
            Executor blocking,
            Semaphore forwards,
            PodLookup pods,
            ContainerStreams streams,
            Clock clock,
            Duration betweenPings) {
        this.vertx = vertx;
        this.handshakes = new Handshakes(vertx, betweenPings);
        this.lookups = lookups;
        this.blocking = blocking;
        this.forwards = forwards;
        this.pods = pods;
        this.streams = streams;
        this.clock = clock;
    }

    /**
     * Answers.
     *
     * @param room whether the node has room for one more stream
     * @param phases of its connection
     */
    void handle(HttpServerRequest request, boolean room, Phases phases) {
        Context context = vertx.getOrCreateContext();
        request.pause();
        try {
            authorize(request);
        } catch (Refused stranger) {
            phases.closeAfterAnswer();
            refuse(request, context, stranger);
            return;
        }
        phases.known();
        phases.passesOn();
        try {
            if (!room) {
                throw Refused.tooMany("too many streams to this node; end some and try again");
            }
            // To find a container is to ask the engine, and the event loop must not wait for it.
            lookups.execute(() -> attempt(request, context, phases));
        } catch (Refused refused) {
            refuse(request, context, refused);
        } catch (RejectedExecutionException busy) {
            refuse(request, context, Refused.tooMany("the engine of this node keeps too many requests waiting"));
        }
    }

    private void attempt(HttpServerRequest request, Context context, Phases phases) {
        try {
            if (!request.response().closed()) {
                serve(request, context, phases);
            }
        } catch (Refused refused) {
            refuse(request, context, refused);
        } catch (RuntimeFailure failed) {
            refuse(request, context, Answers.refused(failed));
        } catch (RuntimeException bug) {
            LOG.error("{} could not be served", request.path(), bug);
            refuse(request, context, Refused.internal("the node could not serve this; its agent's log says why"));
        }
    }

    private static void authorize(HttpServerRequest request) {
        try {
            var caller = (X500Principal) request.connection().sslSession().getPeerPrincipal();
            if (!NodeServerOptions.isApiServer(caller)) {
                throw Refused.forbidden("this node serves the API server only, not " + caller.getName());
            }
        } catch (SSLPeerUnverifiedException nobody) {
            throw Refused.forbidden("this node serves the API server only");
        }
    }

    private void serve(HttpServerRequest request, Context context, Phases phases) {
        if (request.path().equals("/healthz")) {
            context.runOnContext(now -> request.resume().response().end("ok"));
            return;
        }
        Target target = Target.parse(request.path());
        Query query = new Query(request.params(true));
        switch (target.verb()) {
            case "containerLogs" -> {
                LogRequest logs = LogRequest.of(target, query, pods, streams, clock);
                context.runOnContext(now -> phases.passesBack());
                logs.answer(request.response());
                context.runOnContext(now -> request.resume());
            }
            case "exec" -> exec(request, context, target, query);
            case "attach" -> attach(request, context, target, query);
            case "portForward" -> forward(request, context, target, query);
            default -> throw Refused.notFound("there is nothing at " + request.path());
        }
    }

    private void exec(HttpServerRequest request, Context context, Target target, Query query) {
        boolean tty = query.flag("tty");
        var exec = new ContainerStreams.ExecRequest(
                query.all("command"),
                query.flag("stdin", "input"),
                query.flag("stdout", "output"),
                query.flag("stderr", "error") && !tty,
                tty);
        if (exec.command().isEmpty()) {
            throw Refused.badRequest("you must specify at least 1 command for the container");
        }
        byte first = first(exec.stdin(), exec.stdout(), exec.stderr());
        upgrade(request, context, target, first, (id, reader) -> streams.exec(id, exec, reader));
    }

    private void attach(HttpServerRequest request, Context context, Target target, Query query) {
        var attach = new ContainerStreams.AttachRequest(
                query.flag("stdin", "input"), query.flag("stdout", "output"), query.flag("stderr", "error"));
        byte first = first(attach.stdin(), attach.stdout(), attach.stderr());
        upgrade(request, context, target, first, (id, reader) -> streams.attach(id, attach, reader));
    }

    private static byte first(boolean stdin, boolean stdout, boolean stderr) {
        if (!stdin && !stdout && !stderr) {
            throw Refused.badRequest("you must specify at least 1 of stdin, stdout, stderr");
        }
        if (stdout) {
            return Channels.STDOUT;
        }
        return stderr ? Channels.STDERR : Channels.ERROR;
    }

    private void forward(HttpServerRequest request, Context context, Target target, Query query) {
        String protocol = handshakes.choose(request, PortForward.PROTOCOLS);
        List<Integer> ports = protocol.equals(Channels.V4) ? query.ports() : List.of();
        Container sandbox = target.sandbox(pods);
        handshakes.complete(
                request,
                context,
                protocol,
                socket -> PortForward.open(socket, blocking, forwards, streams, sandbox.id(), ports));
    }

    /** @param start gives the container's ID and a reader to the engine */
    private void upgrade(
            HttpServerRequest request,
            Context context,
            Target target,
            byte first,
            BiFunction<String, OutputReader, ProcessStreams> start) {
        String protocol = handshakes.choose(request, Channels.PROTOCOLS);
        String id = target.running(pods).id();
        handshakes.complete(
                request,
                context,
                protocol,
                socket -> StreamSession.open(socket, blocking, first, reader -> start.apply(id, reader)));
    }

    private static void refuse(HttpServerRequest request, Context context, Refused refused) {
        context.runOnContext(now -> {
            request.resume();
            if (!request.response().closed()) {
                request.response()
                        .setStatusCode(refused.code())
                        .putHeader("Content-Type", "application/json")
                        .end(Buffer.buffer(Answers.refusal(refused)));
            }
        });
    }
}
