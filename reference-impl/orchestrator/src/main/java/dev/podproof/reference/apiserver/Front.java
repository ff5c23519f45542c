package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.exchange.Budget;
import dev.podproof.reference.apiserver.exchange.Handler;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.apiserver.exchange.Verdict;
import dev.podproof.reference.security.Attempt;
import dev.podproof.reference.security.Authenticator;
import dev.podproof.reference.security.Authorizer;
import dev.podproof.reference.security.Identity;
import dev.podproof.reference.security.NodeScope;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Where requests come in: who is it, what is meant, is it allowed; then the verb. All of that is known by a request's head, before
 * anything of its body is in memory; what a node may write is looked at with the object (NodeRestriction).
 */
final class Front implements Handler {

    private static final Set<String> READS = Set.of("get", "list", "watch");

    private final Authenticator authenticator;
    private final Router router;
    private final OpenPaths open;
    private final Joining joining;
    private final Discovery discovery;
    private final Verbs verbs;
    private final Objects objects;
    private final NodeScope scope;
    private final Workers workers;
    private final Budget requests;
    private final long largestBody;
    private volatile boolean ready;

    /**
     * One that answers nothing before it is opened.
     *
     * @param requests what requests may make the server hold, of which this takes for the objects that they change
     */
    Front(
            Authenticator authenticator,
            Router router,
            OpenPaths open,
            Joining joining,
            Discovery discovery,
            Verbs verbs,
            Objects objects,
            NodeScope scope,
            Workers workers,
            Budget requests,
            long largestBody) {
        this.authenticator = authenticator;
        this.router = router;
        this.open = open;
        this.joining = joining;
        this.discovery = discovery;
        this.verbs = verbs;
        this.objects = objects;
        this.scope = scope;
        this.workers = workers;
        this.requests = requests;
        this.largestBody = largestBody;
    }

    /** Lets requests in: until then, each is told to come back. */
    void open() {
        ready = true;
    }

    @Override
    public Verdict judge(Request head) {
        try {
            return route(head);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
            return new Verdict.Answered(Refusals.reply(failure, head.toString()));
        }
    }

    private Verdict route(Request head) {
        if (!ready) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "the server is starting, try again in a moment");
        }
        var openly = open.reply(head);
        if (openly.isPresent()) {
            return new Verdict.Answered(openly.get());
        }
        if (joining.isOfHost(head)) {
            return new Verdict.Allowed(
                    joining.host(head), Joining.MAX_BODY, request -> worked(request, () -> joining.admit(request)));
        }
        var caller = authenticator
                .identify(head.certificate(), head.header("Authorization"))
                .filter(Front::isKnown)
                .map(identity -> Impersonation.of(head, identity))
                .filter(Front::isKnown)
                .orElseThrow(() -> unauthorized(head));
        if (joining.isAdministration(head, caller)) {
            return new Verdict.Allowed(
                    caller.user(), Joining.MAX_BODY, request -> worked(request, () -> joining.administer(request)));
        }
        var segments = Router.segments(head.path());
        var discovered = discovery.reply(head, segments);
        if (discovered.isPresent()) {
            return new Verdict.Answered(discovered.get());
        }
        var target = router.target(segments).orElseThrow(Router::notFound);
        var verb = verbs.find(head, target);
        var call = new Call(head, target, caller);
        authorize(call, attempt(call, verb.name()));
        boolean reads = READS.contains(verb.name());
        return new Verdict.Allowed(
                caller.user(),
                reads ? 0 : largestBody,
                request -> answered(new Call(request, target, caller), verb, reads));
    }

    private CompletionStage<Reply> answered(Call call, Verbs.Named verb, boolean reads) {
        var target = call.target();
        boolean passedOn = verb.verb() instanceof NodeConnection || verb.verb() instanceof Proxy;
        long weight = weight(target);
        if (passedOn || (reads && isCheap(call, verb.name(), weight))) {
            return settled(call.request(), () -> verb.verb().handle(call));
        }
        if (reads) {
            return settled(
                    call.request(), () -> workers.run(weight, () -> verb.verb().handle(call)));
        }
        Budget.Share document;
        try {
            document = requests.take(call.caller().user(), target.name().isEmpty() ? 0 : weight);
        } catch (ApiException tooMuch) {
            return CompletableFuture.completedStage(
                    Refusals.reply(tooMuch, call.request().toString()));
        }
        return settled(
                        call.request(),
                        () -> workers.run(
                                weight + call.request().body().length,
                                () -> verb.verb().handle(call)))
                .thenApply(reply -> new Reply.Held(reply, document::close));
    }

    private CompletionStage<Reply> worked(Request request, Supplier<CompletionStage<Reply>> work) {
        return settled(request, () -> workers.run(request.body().length, work));
    }

    /** Never fails: what goes wrong is a reply, too. */
    private static CompletionStage<Reply> settled(Request request, Supplier<CompletionStage<Reply>> work) {
        try {
            return work.get().exceptionally(failure -> Refusals.reply(failure, request.toString()));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
            return CompletableFuture.completedStage(Refusals.reply(failure, request.toString()));
        }
    }

    /** How much text the objects have that a call is about. */
    private long weight(Target target) {
        if (!target.kind().verbs().contains("get")) {
            return 0;
        }
        var shelf = objects.shelf(target.kind());
        return target.name().isEmpty()
                ? shelf.bytes()
                : shelf.get(target.key())
                        .map(entry -> (long) entry.json().length)
                        .orElse(0L);
    }

    /** Whether a read copies references at most, or reads so little that it is done at once. */
    private static boolean isCheap(Call call, String verb, long weight) {
        if (weight <= Workers.SMALL || verb.equals("watch")) {
            return true;
        }
        var query = call.request().query();
        boolean asIs = !call.request().header("Accept").contains("as=");
        return verb.equals("get")
                ? asIs && call.target().subresource().isEmpty()
                : query.text("labelSelector").isEmpty()
                        && query.text("fieldSelector").isEmpty()
                        && query.text("continue").isEmpty();
    }

    private static boolean isKnown(Identity caller) {
        return !caller.equals(Identity.ANONYMOUS);
    }

    private static ApiException unauthorized(Request head) {
        return new ApiException(
                Reason.UNAUTHORIZED,
                head.certificate().isPresent()
                        ? "Unauthorized: this certificate no longer counts; its host was removed, or another joined by its name"
                        : "Unauthorized");
    }

    private void authorize(Call call, Attempt attempt) {
        if (call.caller().isAdmin() || Authorizer.allows(call.caller(), attempt, scope)) {
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
