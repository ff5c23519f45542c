package dev.podproof.reference.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;

/** JSON patch (RFC 6902): a list of operations, all of which apply or none. */
public final class JsonPatch {

    /** More would keep the server busy for one caller. */
    private static final int MAX_OPERATIONS = 10_000;

    private JsonPatch() {}

    /**
     * The document with the operations applied.
     *
     * @throws ApiException BAD_REQUEST for something that is no JSON patch, INVALID for operations that do not apply
     */
    public static ObjectNode apply(ObjectNode document, JsonNode patch) {
        if (!(patch instanceof ArrayNode operations)) {
            throw ApiException.badRequest("a JSON patch is a list of operations");
        }
        if (operations.size() > MAX_OPERATIONS) {
            throw new ApiException(
                    Reason.TOO_LARGE,
                    "a JSON patch may have " + MAX_OPERATIONS + " operations, not " + operations.size());
        }
        JsonNode patched;
        try {
            patched = io.fabric8.zjsonpatch.JsonPatch.apply(operations, document);
        } catch (RuntimeException e) {
            // The library has no one error for what it refuses: a wrong index surfaces as another class than a wrong
            // path.
            throw new ApiException(Reason.INVALID, "the JSON patch does not apply: " + e.getMessage());
        }
        if (patched instanceof ObjectNode object) {
            return object;
        }
        throw new ApiException(Reason.INVALID, "the JSON patch leaves no object");
    }
}
