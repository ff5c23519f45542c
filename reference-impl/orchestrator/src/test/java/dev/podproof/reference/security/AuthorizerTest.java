package dev.podproof.reference.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may do what, where no request is needed to tell. */
class AuthorizerTest {

    private static final Identity SERVICE_ACCOUNT = new Identity(
            "system:serviceaccount:default:default", Set.of("system:serviceaccounts", "system:authenticated"));
    private static final Identity NODE =
            new Identity("system:node:host-1", Set.of("system:nodes", "system:authenticated"));
    private static final Identity ADMIN = new Identity("admin", Set.of("system:masters"));
    private static final List<String> RESOURCES = List.of(
            "namespaces",
            "nodes",
            "pods",
            "services",
            "endpoints",
            "events",
            "replicationcontrollers",
            "configmaps",
            "secrets",
            "serviceaccounts",
            "bindings",
            "leases.coordination.k8s.io");
    private static final List<String> VERBS =
            List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

    /** As if every pod were bound to host-1, and needed everything. */
    private static final NodeScope EVERYTHING = new NodeScope() {
        @Override
        public Optional<String> boundTo(String namespace, String pod) {
            return Optional.of("host-1");
        }

        @Override
        public boolean needs(String node, String resource, String namespace, String name) {
            return true;
        }
    };

    @Test
    void aPodsServiceAccountMayDoNothingButAskWhatItMay() {
        for (var resource : RESOURCES) {
            for (var verb : VERBS) {
                var attempt = new Attempt(verb, resource, "", "default", "x", "");
                assertThat(Authorizer.allows(SERVICE_ACCOUNT, attempt, EVERYTHING))
                        .as(attempt.toString())
                        .isFalse();
                assertThat(Authorizer.allows(ADMIN, attempt, EVERYTHING)).isTrue();
            }
        }
        var ask = new Attempt("create", "selfsubjectaccessreviews.authorization.k8s.io", "", "", "", "");
        assertThat(Authorizer.allows(SERVICE_ACCOUNT, ask, EVERYTHING)).isTrue();
        assertThat(Authorizer.allows(Identity.ANONYMOUS, ask, EVERYTHING)).isFalse();
    }

    @Test
    void aNodeReachesNoPodThroughTheMaster() {
        for (var subresource : List.of("exec", "attach", "portforward", "proxy", "log", "binding", "eviction")) {
            for (var verb : List.of("get", "create")) {
                var attempt = new Attempt(verb, "pods", subresource, "default", "its-own", "");
                assertThat(Authorizer.allows(NODE, attempt, EVERYTHING))
                        .as(attempt.toString())
                        .isFalse();
            }
        }
        assertThat(Authorizer.allows(NODE, new Attempt("get", "nodes", "proxy", "", "host-1", ""), EVERYTHING))
                .isFalse();
        assertThat(Authorizer.allows(NODE, new Attempt("get", "pods", "", "default", "its-own", ""), EVERYTHING))
                .isTrue();
    }
}
