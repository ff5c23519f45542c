package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.exchange.Handler;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.security.Attempt;
import dev.podproof.reference.security.Authenticator;
import dev.podproof.reference.security.Authorizer;
import dev.podproof.reference.security.Identity;
import dev.podproof.reference.security.NodeScope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where requests come in: who is it, what is meant, is it allowed; then the verb. */
final class Front implements Handler {

    private final Authenticator authenticator;
    private final Router router;
    private final OpenPaths open;
    private final Joining joining;
    private final Discovery discovery;
    private final Verbs verbs;
    private final Objects objects;
    private final NodeScope scope;
    private volatile boolean ready;

    Front(
            Authenticator authenticator,
            Router router,
            OpenPaths open,
            Joining joining,
            Discovery discovery,
            Verbs verbs,
            Objects objects,
            NodeScope scope) {
        this.authenticator = authenticator;
        this.router = router;
        this.open = open;
        this.joining = joining;
        this.discovery = discovery;
        this.verbs = verbs;
        this.objects = objects;
        this.scope = scope;
    }

    /** Lets requests in: until then, each is told to come back. */
    void open() {
        ready = true;
    }

    @Override
    public CompletionStage<Reply> handle(Request request) {
        try {
            return route(request).exceptionally(failure -> Refusals.reply(failure, request.toString()));
        } catch (RuntimeException failure) {
            return CompletableFuture.completedStage(Refusals.reply(failure, request.toString()));
        }
    }

    private CompletionStage<Reply> route(Request request) {
        if (!ready) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "the server is starting, try again in a moment");
        }
        var openly = open.reply(request);
        if (openly.isPresent()) {
            return CompletableFuture.completedStage(openly.get());
        }
        var admitted = joining.admit(request);
        if (admitted.isPresent()) {
            return admitted.get();
        }
        var caller = authenticator
                .identify(request.certificate(), request.header("Authorization"))
                .filter(identity -> !identity.equals(Identity.ANONYMOUS))
                .orElseThrow(() -> unauthorized(request));
        var administered = joining.administer(request, caller);
        if (administered.isPresent()) {
            return administered.get();
        }
        var segments = Router.segments(request.path());
        var discovered = discovery.reply(request, segments);
        if (discovered.isPresent()) {
            return CompletableFuture.completedStage(discovered.get());
        }
        var target = router.target(segments).orElseThrow(Router::notFound);
        var verb = verbs.find(request, target);
        var call = new Call(request, target, caller);
        authorize(call, verb.name());
        return verb.verb().handle(call);
    }

    private static ApiException unauthorized(Request request) {
        return new ApiException(
                Reason.UNAUTHORIZED,
                request.certificate().isPresent()
                        ? "Unauthorized: this certificate no longer counts; its host was removed, or another joined by its name"
                        : "Unauthorized");
    }

    private void authorize(Call call, String verb) {
        if (call.caller().isAdmin()) {
            return;
        }
        var attempt = attempt(call, verb);
        if (Authorizer.allows(call.caller(), attempt, scope)) {
            return;
        }
        var target = call.target();
        var name = attempt.name();
        // A node that asks for a pod which is gone is told so, rather than that the pod is not its own.
        boolean onePod =
                target.kind().resource().equals("pods") && !target.name().isEmpty();
        if (onePod && call.caller().node().isPresent()) {
            objects.get(new Target(target.kind(), target.namespace(), name, ""));
        }
        throw new ApiException(
                Reason.FORBIDDEN,
                target.kind().resource() + (name.isEmpty() ? "" : " \"" + name + "\"") + " is forbidden: User \""
                        + call.caller().user() + "\" cannot " + attempt,
                target.kind().subject(name),
                List.of());
    }

    /** What the call comes to; of a collection, what its selectors leave of it. */
    private static Attempt attempt(Call call, String verb) {
        var target = call.target();
        var name = target.name();
        var selectedNode = "";
        if (name.isEmpty() && !verb.equals("create")) {
            var fields = Selection.of(target, call.request().query()).fields();
            name = fields.required("metadata.name").orElse("");
            selectedNode = fields.required("spec.nodeName").orElse("");
        }
        return new Attempt(
                verb, target.kind().resource(), target.subresource(), target.namespace(), name, selectedNode);
    }
}
