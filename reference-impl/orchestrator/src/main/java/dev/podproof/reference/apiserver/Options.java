package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.apiserver.exchange.Request;

/** Query parameters that several verbs share. */
final class Options {

    private Options() {}

    /** Whether nothing is to be stored. */
    static boolean dryRun(Request request) {
        var value = request.query().text("dryRun");
        if (value.isEmpty()) {
            return false;
        }
        if (value.equals("All")) {
            return true;
        }
        throw ApiException.badRequest("dryRun: Unsupported value: \"" + value + "\": supported values: \"All\"");
    }
}
