package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.exchange.Query;
import java.util.List;
import java.util.OptionalLong;

/**
 * How a caller wants to watch.
 *
 * @param after the revision that the caller knows; 0 or absent begins with what is there
 * @param bookmarks whether the caller understands bookmarks
 * @param initialEvents whether a bookmark is to tell where what was there ends (watch-list)
 * @param seconds how long to go on
 */
record WatchWish(OptionalLong after, boolean bookmarks, boolean initialEvents, long seconds) {

    private static final long DEFAULT_SECONDS = 3600;
    private static final long MAX_SECONDS = 24 * 3600L;

    static WatchWish read(Query query) {
        boolean initialEvents = query.flag("sendInitialEvents");
        var match = query.text("resourceVersionMatch");
        var problems = new Problems();
        if (query.has("sendInitialEvents") && !match.equals("NotOlderThan")) {
            problems.forbidden(
                    "resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        } else if (!query.has("sendInitialEvents") && !match.isEmpty()) {
            problems.forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch");
        }
        if (!problems.isEmpty()) {
            problems.throwIfAny(new ApiException.Subject("meta.k8s.io", "ListOptions", ""));
        }
        var seconds = query.number("timeoutSeconds").orElse(DEFAULT_SECONDS);
        return new WatchWish(
                query.number("resourceVersion"),
                query.flag("allowWatchBookmarks"),
                initialEvents,
                Math.min(seconds == 0 ? DEFAULT_SECONDS : seconds, MAX_SECONDS));
    }

    /** Whether the stream begins with everything that is there. */
    boolean fromScratch() {
        return initialEvents || after.orElse(0) == 0;
    }

    static ApiException tooOld(String why) {
        return new ApiException(Reason.EXPIRED, why, ApiException.Subject.NONE, List.of());
    }
}
