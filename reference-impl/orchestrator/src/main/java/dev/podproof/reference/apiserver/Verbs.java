package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.exchange.Request;
import java.util.Map;

/** Finds the verb that a method means on a target. */
final class Verbs {

    /** A verb and the name under which it is allowed or not. */
    record Named(String name, Verb verb) {}

    private final Map<String, Verb> table;

    /** @param table verbs by {@code SUBRESOURCE:NAME}, or {@code RESOURCE:NAME} where a kind has its own */
    Verbs(Map<String, Verb> table) {
        this.table = Map.copyOf(table);
    }

    Named find(Request request, Target target) {
        var name = name(request, target);
        var own = table.get(target.kind().resource() + ":" + name);
        var verb = own == null ? table.get(target.subresource() + ":" + name) : own;
        boolean allowed =
                !target.subresource().isEmpty() || target.kind().verbs().contains(name);
        if (verb == null || !allowed) {
            throw new ApiException(
                    Reason.METHOD_NOT_ALLOWED, "the server does not allow this method on the requested resource");
        }
        return new Named(name, verb);
    }

    private static String name(Request request, Target target) {
        boolean collection = target.name().isEmpty();
        return switch (request.method()) {
            case "GET", "HEAD" -> {
                if (request.query().flag("watch") && target.subresource().isEmpty()) {
                    yield "watch";
                }
                yield collection ? "list" : "get";
            }
            case "POST" -> collection || !target.subresource().isEmpty() ? "create" : "";
            case "PUT" -> collection ? "" : "update";
            case "PATCH" -> collection ? "" : "patch";
            case "DELETE" -> collection ? "deletecollection" : "delete";
            default -> "";
        };
    }
}
