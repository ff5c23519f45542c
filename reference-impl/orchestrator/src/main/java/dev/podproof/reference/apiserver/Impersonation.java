package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.security.Identity;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Impersonation: an administrator acts as another user, by Kubernetes' headers for that ({@code kubectl --as}), and can then do no more than
 * that user. A server that does not read such a header does with all rights what was meant to be done with few.
 */
final class Impersonation {
    private static final String USER = "Impersonate-User";
    private static final String GROUP = "Impersonate-Group";

    private Impersonation() {}

    /**
     * The identity that counts.
     *
     * @throws ApiException FORBIDDEN if the caller may not be another, BAD_REQUEST for groups without a user
     */
    static Identity of(Request head, Identity caller) {
        var user = head.header(USER);
        var groups = head.header(GROUP);
        if (user.isEmpty() && groups.isEmpty()) {
            return caller;
        }
        if (!caller.isAdmin()) {
            throw new ApiException(
                    Reason.FORBIDDEN,
                    "users \"" + user + "\" is forbidden: User \"" + caller.user()
                            + "\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope");
        }
        if (user.isEmpty()) {
            throw ApiException.badRequest("requested groups \"" + groups + "\" without impersonating a user");
        }
        return user.equals(Identity.ANONYMOUS.user()) ? Identity.ANONYMOUS : new Identity(user, all(groups));
    }

    /** A header that is there several times comes as one. */
    private static Set<String> all(String groups) {
        Set<String> all = new HashSet<>(Set.of("system:authenticated"));
        Arrays.stream(groups.split(",", -1))
                .map(String::strip)
                .filter(group -> !group.isEmpty())
                .forEach(all::add);
        return all;
    }
}
