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
import java.util.Optional;

/**
 * How hosts come into the cluster, which Kubernetes leaves to others: an administrator asks for a ticket ({@code POST
 * /podproof/v1/tickets/NAME}, with where the host reaches this server as the body), and the host that shows it gets its certificates
 * ({@code POST /podproof/v1/nodes}, the ticket as bearer token and a certification request as the body).
 */
final class Joining {

    private static final String TICKETS = "/podproof/v1/tickets/";
    private static final String NODES = "/podproof/v1/nodes";
    private static final int CREATED = 201;
    /** Long enough to carry it to another machine. */
    private static final Duration VALIDITY = Duration.ofHours(1);

    private final Entrance entrance;

    Joining(Entrance entrance) {
        this.entrance = entrance;
    }

    /** The answer to a host that wants in; it has no other credentials yet. */
    Optional<Reply> admit(Request request) {
        if (!request.method().equals("POST") || !request.path().equals(NODES)) {
            return Optional.empty();
        }
        var bearer = request.header("Authorization");
        if (!bearer.startsWith("Bearer ")) {
            throw new ApiException(Reason.UNAUTHORIZED, "a host joins with a ticket as its bearer token");
        }
        try {
            var certificates = Json.object();
            entrance.admit(bearer.substring("Bearer ".length()), new String(request.body(), UTF_8))
                    .forEach(certificates::put);
            return Optional.of(Reply.json(CREATED, Json.bytes(certificates)));
        } catch (IllegalArgumentException wrong) {
            throw new ApiException(Reason.FORBIDDEN, wrong.getMessage());
        }
    }

    /** The answer to an administrator who wants a ticket. */
    Optional<Reply> ticket(Request request, Identity caller) {
        if (!request.method().equals("POST") || !request.path().startsWith(TICKETS)) {
            return Optional.empty();
        }
        if (!caller.isAdmin()) {
            throw new ApiException(Reason.FORBIDDEN, "User \"" + caller.user() + "\" cannot let hosts join");
        }
        try {
            var server = URI.create(new String(request.body(), UTF_8).strip());
            var ticket = entrance.ticket(request.path().substring(TICKETS.length()), server, VALIDITY);
            return Optional.of(Reply.text(CREATED, ticket.text()));
        } catch (IllegalArgumentException wrong) {
            throw new ApiException(Reason.BAD_REQUEST, wrong.getMessage());
        }
    }
}
