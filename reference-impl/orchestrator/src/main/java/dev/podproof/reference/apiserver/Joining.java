package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.security.Entrance;
import dev.podproof.reference.security.Identity;
import java.net.URI;
import java.time.Duration;

/**
 * How hosts come into the cluster, which Kubernetes leaves to others: an administrator asks for a ticket ({@code POST
 * /podproof/v1/tickets/NAME}, with where the host reaches this server as the body), and the host that shows it gets its certificates
 * ({@code POST /podproof/v1/nodes}, the ticket as bearer token and a certification request as the body).
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

    Joining(Entrance entrance) {
        this.entrance = entrance;
    }

    /** Whether a host wants in; it has no other credentials yet. */
    boolean isOfHost(Request head) {
        return head.method().equals("POST") && head.path().equals(NODES);
    }

    /** The host that shows a ticket which is good. */
    String host(Request head) {
        try {
            return entrance.host(shown(head));
        } catch (IllegalArgumentException wrong) {
            throw new ApiException(Reason.FORBIDDEN, wrong.getMessage());
        }
    }

    /** Its certificates. */
    Reply admit(Request request) {
        try {
            var certificates = Json.object();
            entrance.admit(shown(request), new String(request.body(), UTF_8)).forEach(certificates::put);
            return Reply.json(CREATED, Json.bytes(certificates));
        } catch (IllegalArgumentException wrong) {
            throw new ApiException(Reason.FORBIDDEN, wrong.getMessage());
        }
    }

    private static String shown(Request head) {
        var bearer = head.header("Authorization");
        if (!bearer.startsWith(BEARER)) {
            throw new ApiException(Reason.UNAUTHORIZED, "a host joins with a ticket as its bearer token");
        }
        return bearer.substring(BEARER.length());
    }

    /** Whether somebody wants a ticket, who may have one. */
    boolean isForTicket(Request head, Identity caller) {
        if (!head.method().equals("POST") || !head.path().startsWith(TICKETS)) {
            return false;
        }
        if (!caller.isAdmin()) {
            throw new ApiException(Reason.FORBIDDEN, "User \"" + caller.user() + "\" cannot let hosts join");
        }
        return true;
    }

    /** The ticket. */
    Reply ticket(Request request) {
        try {
            var server = URI.create(new String(request.body(), UTF_8).strip());
            var ticket = entrance.ticket(request.path().substring(TICKETS.length()), server, VALIDITY);
            return Reply.text(CREATED, ticket.text());
        } catch (IllegalArgumentException wrong) {
            throw new ApiException(Reason.BAD_REQUEST, wrong.getMessage());
        }
    }
}
