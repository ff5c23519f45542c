package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.security.Entrance;
import dev.podproof.reference.security.Identity;
import dev.podproof.reference.security.JoinTicket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How hosts come into the cluster and leave it, which Kubernetes leaves to others: an administrator asks for a ticket ({@code POST
 * /podproof/v1/tickets/NAME}, with where the host reaches this server as the body), the host that shows it gets its certificates
 * ({@code POST /podproof/v1/nodes}, the ticket as bearer token and a certification request as the body), and an administrator
 * shuts it out again ({@code DELETE /podproof/v1/nodes/NAME}).
 */
final class Joining {

    private static final String TICKETS = "/podproof/v1/tickets/";
    private static final String NODES = "/podproof/v1/nodes";
    private static final String BEARER = "Bearer ";

    /** Of a certification request, or a URL. */
    static final long MAX_BODY = 16 * 1024;

    private static final int CREATED = 201;
    /** Long enough to carry it to another machine. */
    private static final Duration VALIDITY = Duration.ofHours(1);

    private final Entrance entrance;
    private final JoinedHosts joined;
    private final Objects objects;
    private final Kind nodes;

    Joining(Entrance entrance, JoinedHosts joined, Objects objects, Kinds kinds) {
        this.entrance = entrance;
        this.joined = joined;
        this.objects = objects;
        this.nodes = kinds.named("nodes");
    }

    /** Whether a host wants in; it has no other credentials yet. */
    boolean isOfHost(Request head) {
        return head.method().equals("POST") && head.path().equals(NODES);
    }

    /** The user that the host will be, which shows a ticket that is good. */
    String host(Request head) {
        return Identity.NODE_PREFIX + shown(head).node();
    }

    private JoinTicket shown(Request head) {
        var bearer = head.header("Authorization");
        if (!bearer.startsWith(BEARER)) {
            throw new ApiException(Reason.UNAUTHORIZED, "a host joins with a ticket as its bearer token");
        }
        try {
            return entrance.verified(bearer.substring(BEARER.length()));
        } catch (IllegalArgumentException wrong) {
            throw new ApiException(Reason.FORBIDDEN, wrong.getMessage());
        }
    }

    /** The host's certificates. */
    CompletionStage<Reply> admit(Request request) {
        var ticket = shown(request);
        requireSilent(ticket.node());
        try {
            // Made before the ticket is used up, as the request may be none.
            var certificates = entrance.certificates(ticket.node(), ticket.join() + 1, request.body());
            return joined.next(ticket.node(), ticket.join()).thenApply(unused -> created(certificates));
        } catch (IllegalArgumentException wrong) {
            throw new ApiException(Reason.FORBIDDEN, wrong.getMessage());
        }
    }

    private static Reply created(Map<String, String> certificates) {
        var document = Json.object();
        certificates.forEach(document::put);
        return Reply.json(CREATED, Json.bytes(document));
    }

    /** Whether somebody lets a host in, or shuts one out, who may do so. */
    boolean isAdministration(Request head, Identity caller) {
        if (head.method().equals("POST") && head.path().startsWith(TICKETS)) {
            requireAdmin(caller, "let hosts join");
            return true;
        }
        if (head.method().equals("DELETE") && head.path().startsWith(NODES + "/")) {
            requireAdmin(caller, "shut hosts out");
            return true;
        }
        return false;
    }

    /** The answer to an administrator. */
    CompletionStage<Reply> administer(Request request) {
        if (request.method().equals("POST")) {
            return ticket(request.path().substring(TICKETS.length()), request);
        }
        var name = request.path().substring(NODES.length() + 1);
        problem(nodes.rules().nameProblem(name).map(wrong -> "'" + name + "' can't name a node: " + wrong));
        return joined.end(name).thenApply(unused -> Reply.json(200, Json.bytes(Successes.status(200))));
    }

    private CompletionStage<Reply> ticket(String name, Request request) {
        try {
            requireSilent(name);
            var server = URI.create(new String(request.body(), UTF_8).strip());
            var ticket = entrance.ticket(name, joined.newest(name), server, VALIDITY);
            return CompletableFuture.completedStage(Reply.text(CREATED, ticket.text()));
        } catch (IllegalArgumentException wrong) {
            throw new ApiException(Reason.BAD_REQUEST, wrong.getMessage());
        }
    }

    /** A host that is well keeps its name: whoever came by the same would take its place. */
    private void requireSilent(String name) {
        var node = objects.find(nodes, "", name).map(Entry::document).orElseGet(Json::object);
        for (var condition : node.path("status").path("conditions")) {
            if (Json.text(condition, "type").equals("Ready")
                    && Json.text(condition, "status").equals("True")) {
                throw taken(name);
            }
        }
    }

    private static ApiException taken(String name) {
        return new ApiException(
                Reason.CONFLICT,
                "node " + name + " is Ready, and another host can't have its name; remove it first (podproof host"
                        + " remove " + name + "), or choose another name");
    }

    private static void requireAdmin(Identity caller, String what) {
        if (!caller.isAdmin()) {
            throw new ApiException(Reason.FORBIDDEN, "User \"" + caller.user() + "\" cannot " + what);
        }
    }

    private static void problem(Optional<String> wrong) {
        wrong.ifPresent(message -> {
            throw ApiException.badRequest(message);
        });
    }
}
