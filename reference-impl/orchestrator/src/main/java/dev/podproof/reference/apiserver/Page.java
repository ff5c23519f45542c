package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.cache.Shelf;
import dev.podproof.reference.apiserver.exchange.Query;
import dev.podproof.reference.store.StoreException;
import java.util.Base64;
import java.util.List;

/**
 * A list, or a part of one.
 *
 * <p>All parts of a list show the same revision: later ones are taken from the history. When that no longer reaches back, the
 * list has to be begun again (410 Expired).
 *
 * @param next where the next part begins, empty at the end
 * @param remaining how many objects come after this part, -1 if that is not known
 */
record Page(long revision, List<Entry> entries, String next, long remaining) {

    /** Reads what the query asks for. */
    static Page read(Shelf shelf, Target target, Selection selection, Query query) {
        var token = query.text("continue");
        if (!token.isEmpty()) {
            var start = Token.decode(token);
            return cut(at(shelf, target, start.revision()), selection, start.after(), query);
        }
        return cut(first(shelf, target, query), selection, "", query);
    }

    /** The list's metadata. */
    ObjectNode metadata() {
        var metadata = Json.object().put("resourceVersion", String.valueOf(revision));
        if (!next.isEmpty()) {
            metadata.put("continue", next);
            if (remaining >= 0) {
                metadata.put("remainingItemCount", remaining);
            }
        }
        return metadata;
    }

    private static Shelf.Listing first(Shelf shelf, Target target, Query query) {
        var wanted = query.number("resourceVersion");
        var match = query.text("resourceVersionMatch");
        switch (match) {
            case "", "NotOlderThan" -> {
                var newest = shelf.list(target.namespace());
                if (wanted.orElse(0) > newest.revision()) {
                    throw tooLarge(wanted.getAsLong(), newest.revision());
                }
                return newest;
            }
            case "Exact" -> {
                if (wanted.isEmpty() || wanted.getAsLong() == 0) {
                    throw ApiException.badRequest("resourceVersionMatch \"Exact\" is forbidden for resourceVersion \""
                            + query.text("resourceVersion") + "\"");
                }
                return at(shelf, target, wanted.getAsLong());
            }
            default ->
                throw ApiException.badRequest("resourceVersionMatch: Unsupported value: \"" + match
                        + "\": supported values: \"Exact\", \"NotOlderThan\"");
        }
    }

    private static Shelf.Listing at(Shelf shelf, Target target, long revision) {
        var newest = shelf.list(target.namespace());
        if (revision > newest.revision()) {
            throw tooLarge(revision, newest.revision());
        }
        try {
            return shelf.listAt(target.namespace(), revision);
        } catch (StoreException e) {
            throw new ApiException(
                    Reason.EXPIRED,
                    "The provided continue parameter or resourceVersion is too old to display a consistent list result."
                            + " You must start a new list without the continue parameter.");
        }
    }

    static ApiException tooLarge(long wanted, long newest) {
        return new ApiException(
                Reason.TIMEOUT,
                "Too large resource version: " + wanted + ", current: " + newest,
                ApiException.Subject.NONE,
                List.of(new ApiException.Cause("ResourceVersionTooLarge", "Too large resource version", "")));
    }

    private static Page cut(Shelf.Listing listing, Selection selection, String after, Query query) {
        long limit = query.number("limit").orElse(0);
        var selected = listing.entries().stream()
                .filter(entry -> after.isEmpty() || entry.key().compareTo(after) > 0)
                .filter(selection::matches)
                .toList();
        if (limit == 0 || selected.size() <= limit) {
            return new Page(listing.revision(), selected, "", -1);
        }
        var part = selected.subList(0, (int) limit);
        var next = new Token(listing.revision(), part.get(part.size() - 1).key());
        return new Page(
                listing.revision(), part, next.encode(), selection.isEverything() ? selected.size() - limit : -1);
    }

    private record Token(long revision, String after) {

        String encode() {
            var text = revision + " " + after;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
        }

        static Token decode(String token) {
            try {
                var parts = new String(Base64.getUrlDecoder().decode(token), UTF_8).split(" ", 2);
                return new Token(Long.parseLong(parts[0]), parts[1]);
            } catch (RuntimeException e) {
                throw ApiException.badRequest("continue key is not valid: \"" + token + "\"");
            }
        }
    }
}
