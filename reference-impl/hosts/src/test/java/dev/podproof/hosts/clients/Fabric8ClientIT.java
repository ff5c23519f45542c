package dev.podproof.hosts.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.hosts.SharedCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What programs do with fabric8's client, which speaks version 4 of the streaming protocols. */
@ExtendWith(SharedCluster.class)
class Fabric8ClientIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @BeforeAll
    static void pods(KubernetesClient client) {
        client.resource(Pods.shell("shell").build()).create();
        client.resource(Pods.localWeb("web").build()).create();
        Pods.awaitReady(client, "shell", "web");
    }

    @Test
    void an_informer_holds_what_was_made_patched_and_deleted(KubernetesClient client) {
        try (var informer = client.configMaps().withLabel("test", "informer").inform()) {
            make(client, "followed", "informer");
            await().atMost(LIMIT).until(() -> informer.getStore().list().size() == 1);
            var followed = client.configMaps().withName("followed");
            followed.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"a\":\"merged\"}}");
            followed.patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"metadata\":{\"labels\":{\"b\":\"c\"}}}");
            followed.edit(
                    map -> new ConfigMapBuilder(map).addToData("j", "patched").build());
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(informer.getStore().list())
                            .singleElement()
                            .satisfies(map -> {
                                assertThat(map.getData()).isEqualTo(Map.of("a", "merged", "j", "patched"));
                                assertThat(map.getMetadata().getLabels()).containsEntry("b", "c");
                            }));
            followed.delete();
            await().atMost(LIMIT).until(() -> informer.getStore().list().isEmpty());
        }
    }

    @Test
    void a_watch_is_sent_bookmarks(KubernetesClient client) {
        make(client, "bookmarked", "bookmarks");
        Queue<Watcher.Action> actions = new ConcurrentLinkedQueue<>();
        var options = new ListOptionsBuilder()
                .withLabelSelector("test=bookmarks")
                .withResourceVersion("0")
                .withAllowWatchBookmarks(true)
                .withTimeoutSeconds(1L)
                .build();
        var watch = client.configMaps().watch(options, new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap map) {
                actions.add(action);
            }

            @Override
            public void onClose(WatcherException cause) {}
        });
        try {
            await().atMost(LIMIT).until(() -> actions.contains(Watcher.Action.BOOKMARK));
            assertThat(actions).startsWith(Watcher.Action.ADDED);
        } finally {
            watch.close();
        }
    }

    @Test
    void exec_passes_input_both_outputs_and_the_exit_code(KubernetesClient client) throws Exception {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try (var exec = client.pods()
                .withName("shell")
                .inContainer("main")
                .redirectingInput()
                .writingOutput(out)
                .writingError(err)
                .exec("sh", "-c", "read line; echo got $line; echo oops >&2; exit 3")) {
            exec.getInput().write("given\n".getBytes(UTF_8));
            exec.getInput().flush();
            assertThat(exec.exitCode().get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(3);
        }
        assertThat(out).asString().isEqualTo("got given\n");
        assertThat(err).asString().isEqualTo("oops\n");
    }

    @Test
    void a_forwarded_port_takes_connections_one_after_the_other(KubernetesClient client) throws Exception {
        try (var forward = client.pods().withName("web").portForward(8080)) {
            for (int i = 0; i < 3; i++) {
                try (var socket = new Socket(InetAddress.getLoopbackAddress(), forward.getLocalPort())) {
                    socket.setSoTimeout((int) LIMIT.toMillis());
                    socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
                    assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                            .contains(" 200 OK")
                            .endsWith("hello\n");
                }
            }
            assertThat(forward.errorOccurred()).isFalse();
        }
    }

    @Test
    void logs_are_read_whole_in_part_and_followed(KubernetesClient client) throws Exception {
        var pod = client.pods().withName("shell").inContainer("main");
        assertThat(pod.getLog()).isEqualTo("one\ntwo\nthree\n");
        assertThat(pod.tailingLines(1).getLog()).isEqualTo("three\n");
        try (var followed = pod.watchLog()) {
            assertThat(new String(followed.getOutput().readNBytes(14), UTF_8)).isEqualTo("one\ntwo\nthree\n");
        }
    }

    @Test
    void the_proxy_reaches_pods_through_their_service(KubernetesClient client) {
        client.resource(Pods.running(
                                "open",
                                "Always",
                                "mkdir /www && echo open > /www/index.html && exec httpd -f -p 8080 -h /www")
                        .build())
                .create();
        Pods.awaitReady(client, "open");
        client.services()
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("open")
                        .endMetadata()
                        .withNewSpec()
                        .addToSelector("app", "open")
                        .addNewPort()
                        .withPort(80)
                        .withNewTargetPort(8080)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        var base = "/api/v1/namespaces/" + client.getNamespace();
        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(client.raw(base + "/services/open:80/proxy/index.html"))
                        .isEqualTo("open\n"));
        for (var path : List.of("/pods/open:8080/proxy/", "/pods/http:open:8080/proxy/index.html")) {
            assertThat(client.raw(base + path)).isEqualTo("open\n");
        }
        assertThat(client.raw("/api/v1/nodes/host-1/proxy/healthz")).isEqualTo("ok");
    }

    private static void make(KubernetesClient client, String name, String label) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("test", label)
                        .endMetadata()
                        .build())
                .create();
    }
}
