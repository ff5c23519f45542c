package dev.podproof.reference.apiserver.http;

import io.vertx.core.MultiMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The redirects of a pod's answers that pass through the API server. Clients follow, and take their credentials along: a path that a pod names is one of
 * the pod's, and must not be read as one of this API's.
 */
final class Redirects {
    private static final String LOCATION = "Location";

    /** The prefix of the API's paths that lead to this pod's own paths. */
    private final String prefix;

    private final Set<String> hosts;

    /**
     * Those of one pod's answers.
     *
     * @param asked the path by which the caller asked for it
     * @param there the path that was asked for there, the end of that
     * @param hosts by which host, and port if need be, caller and pod know the pod
     */
    Redirects(String asked, String there, Set<String> hosts) {
        this.prefix = asked.endsWith(there) ? asked.substring(0, asked.length() - there.length()) : asked;
        this.hosts = hosts;
    }

    /** True for an answer that sends its caller to another address. */
    static boolean isOne(int status, MultiMap headers) {
        return status / 100 == 3 && headers.contains(LOCATION);
    }

    /** Has a redirect within the pod lead there by the way that the caller came; one to others stays, as in Kubernetes. */
    void rewrite(MultiMap headers) {
        var said = headers.get(LOCATION);
        if (said != null) {
            rewritten(said)
                    .ifPresentOrElse(location -> headers.set(LOCATION, location), () -> headers.remove(LOCATION));
        }
    }

    /** Nothing of what can't be read: clients read such in ways of their own. */
    private Optional<String> rewritten(String said) {
        try {
            var location = new URI(said);
            var path = Objects.requireNonNullElse(location.getRawPath(), "");
            boolean ofOthers = location.getRawAuthority() != null && !hosts.contains(location.getRawAuthority());
            if (ofOthers || !path.startsWith("/")) {
                return Optional.of(said);
            }
            var query = location.getRawQuery() == null ? "" : "?" + location.getRawQuery();
            var fragment = location.getRawFragment() == null ? "" : "#" + location.getRawFragment();
            return Optional.of(prefix + path + query + fragment);
        } catch (URISyntaxException unreadable) {
            return Optional.empty();
        }
    }
}
