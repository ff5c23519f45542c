package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code kubectl --as}: who asks to be another is that other, and no administrator any more. */
class ImpersonationTest {
    private static final String PODS = "/api/v1/pods";
    private static final String NODES = "/api/v1/nodes";
    private static final String USER = "Impersonate-User";
    private static final String GROUP = "Impersonate-Group";

    private static InProcessApi api;
    private static RawApi admin;

    @BeforeAll
    static void start() {
        api = InProcessApi.start();
        admin = api.raw();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void an_administrator_who_is_somebody_else_may_do_what_that_one_may() {
        var nobody = admin.with(USER, "jane");
        assertThat(nobody.get(PODS).status()).isEqualTo(403);
        assertThat(nobody.get(PODS).message()).contains("User \"jane\" cannot list pods");
        assertThat(nobody.post("/podproof/v1/tickets/host-9", "https://master:6443")
                        .status())
                .isEqualTo(403);
        assertThat(nobody.get("/api").status()).isEqualTo(200);

        var node = admin.with(USER, "system:node:host-1", GROUP, "system:nodes", GROUP, "other");
        assertThat(node.get(NODES).status()).isEqualTo(200);
        assertThat(node.get(PODS).status()).isEqualTo(403);
        assertThat(node.get(PODS + "?fieldSelector=spec.nodeName=host-1").status())
                .isEqualTo(200);

        assertThat(admin.with(USER, "jane", GROUP, "system:masters").get(PODS).status())
                .isEqualTo(200);
        assertThat(admin.with(USER, "system:anonymous").get("/api").status()).isEqualTo(401);
    }

    @Test
    void nobody_else_can_be_another() {
        for (var caller : List.of(api.rawNode("host-1"), api.rawSomebody())) {
            for (var other : List.of(
                    caller.with(USER, "podproof-admin", GROUP, "system:masters"),
                    caller.with(USER, "system:node:host-2", GROUP, "system:nodes"),
                    caller.with(GROUP, "system:masters"))) {
                assertThat(other.get(NODES).status()).isEqualTo(403);
                assertThat(other.get(NODES).message()).contains("cannot impersonate");
            }
        }
    }

    @Test
    void who_asks_what_another_may_is_told_what_is_so() {
        var node = admin.with(USER, "system:node:host-1", GROUP, "system:nodes");
        assertThat(may(node, "'resourceAttributes':{'verb':'get','resource':'nodes','name':'host-2'}"))
                .isTrue();
        assertThat(may(node, "'resourceAttributes':{'verb':'delete','resource':'nodes','name':'host-1'}"))
                .isFalse();
        assertThat(may(node, "'nonResourceAttributes':{'verb':'get','path':'/api'}"))
                .isTrue();
        assertThat(may(node, "'nonResourceAttributes':{'verb':'post','path':'/podproof/v1/tickets/host-9'}"))
                .isFalse();
        assertThat(may(node, "'nonResourceAttributes':{'verb':'get','path':'/podproof/v1/nodes/host-9'}"))
                .isFalse();
        assertThat(may(admin, "'nonResourceAttributes':{'verb':'post','path':'/podproof/v1/tickets/host-9'}"))
                .isTrue();
        assertThat(may(admin, "")).isFalse();
    }

    private static boolean may(RawApi caller, String spec) {
        return caller.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "{'spec':{" + spec + "}}")
                .json()
                .path("status")
                .path("allowed")
                .asBoolean();
    }

    @Test
    void groups_need_a_user() {
        assertThat(admin.with(GROUP, "system:nodes").get(NODES).status()).isEqualTo(400);
    }
}
