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
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests: who asks, for what, and hands over to what streams it. */
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final Vertx vertx;
    private final Handshakes handshakes;
    private final Executor blocking;
    private final PodLookup pods;
    private final ContainerStreams streams;
    private final Clock clock;

    Requests(
            Vertx vertx,
            Executor blocking,
            PodLookup pods,
            ContainerStreams streams,
            Clock clock,
            Duration betweenPings) {
        this.vertx = vertx;
        this.handshakes = new Handshakes(vertx, betweenPings);
        this.blocking = blocking;
        this.pods = pods;
        this.streams = streams;
        this.clock = clock;
    }

    void handle(HttpServerRequest request, Phases phases) {
        Context context = vertx.getOrCreateContext();
        // To find a container is to ask the engine, and the event loop must not wait for it.
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
        blocking.execute(() -> {
            try {
                serve(request, context, phases);
            } catch (Refused refused) {
                refuse(request, context, refused);
            } catch (RuntimeFailure failed) {
                refuse(request, context, Answers.refused(failed));
            } catch (RuntimeException bug) {
                LOG.error("{} could not be served", request.path(), bug);
                refuse(request, context, Refused.internal(bug.toString()));
            }
        });
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
                context.runOnContext(now -> {
                    request.resume();
                    phases.passesBack();
                    logs.answer(request.response());
                });
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
        Container container = target.running(pods);
        upgrade(request, context, first, reader -> streams.exec(container.id(), exec, reader));
    }

    private void attach(HttpServerRequest request, Context context, Target target, Query query) {
        var attach = new ContainerStreams.AttachRequest(
                query.flag("stdin", "input"), query.flag("stdout", "output"), query.flag("stderr", "error"));
        byte first = first(attach.stdin(), attach.stdout(), attach.stderr());
        Container container = target.running(pods);
        upgrade(request, context, first, reader -> streams.attach(container.id(), attach, reader));
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
        Container sandbox = target.sandbox(pods);
        String protocol = handshakes.choose(request, PortForward.PROTOCOLS);
        List<Integer> ports = protocol.equals(Channels.V4) ? query.ports() : List.of();
        handshakes.complete(
                request, context, protocol, socket -> PortForward.open(socket, blocking, streams, sandbox.id(), ports));
    }

    private void upgrade(
            HttpServerRequest request, Context context, byte first, Function<OutputReader, ProcessStreams> start) {
        String protocol = handshakes.choose(request, Channels.PROTOCOLS);
        handshakes.complete(request, context, protocol, socket -> StreamSession.open(socket, blocking, first, start));
    }

    private static void refuse(HttpServerRequest request, Context context, Refused refused) {
        context.runOnContext(now -> {
            request.resume();
            request.response()
                    .setStatusCode(refused.code())
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(Answers.refusal(refused)));
        });
    }
}
