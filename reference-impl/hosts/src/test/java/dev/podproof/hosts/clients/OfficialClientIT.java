package dev.podproof.hosts.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.reflect.TypeToken;
import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.SharedCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kubernetes.client.Exec;
import io.kubernetes.client.PodLogs;
import io.kubernetes.client.PortForward;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.Watch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What programs do with the official client for Java (io.kubernetes:client-java). */
@ExtendWith(SharedCluster.class)
class OfficialClientIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ReferenceCluster cluster;
    private final String namespace;
    private ApiClient client;
    private CoreV1Api api;

    OfficialClientIT(ReferenceCluster cluster, KubernetesClient own) {
        this.cluster = cluster;
        this.namespace = own.getNamespace();
    }

    @BeforeAll
    static void pods(KubernetesClient client) {
        client.resource(Pods.shell("shell").build()).create();
        client.resource(Pods.localWeb("web").build()).create();
        Pods.awaitReady(client, "shell", "web");
    }

    @BeforeEach
    void connect() throws IOException {
        try (var kubeconfig = Files.newBufferedReader(cluster.kubeconfig())) {
            client = ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(kubeconfig))
                    .setReadTimeout(Duration.ZERO)
                    .build();
        }
        api = new CoreV1Api(client);
    }

    @Test
    void an_informer_holds_what_was_made_patched_and_deleted() throws Exception {
        var factory = new SharedInformerFactory(client);
        SharedIndexInformer<V1ConfigMap> informer = factory.sharedIndexInformerFor(
                wanted -> api.listNamespacedConfigMap(namespace)
                        .labelSelector("test=informer")
                        .resourceVersion(wanted.resourceVersion)
                        .timeoutSeconds(wanted.timeoutSeconds)
                        .watch(wanted.watch)
                        .buildCall(null),
                V1ConfigMap.class,
                V1ConfigMapList.class);
        factory.startAllRegisteredInformers();
        try {
            make("followed", "informer");
            await().atMost(LIMIT).until(() -> informer.getIndexer().list().size() == 1);
            patch("followed", V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH, "{\"data\":{\"a\":\"merged\"}}");
            patch("followed", V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH, "{\"metadata\":{\"labels\":{\"b\":\"c\"}}}");
            patch(
                    "followed",
                    V1Patch.PATCH_FORMAT_JSON_PATCH,
                    "[{\"op\":\"add\",\"path\":\"/data/j\",\"value\":\"patched\"}]");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(informer.getIndexer().list())
                            .singleElement()
                            .satisfies(map -> {
                                assertThat(map.getData()).isEqualTo(Map.of("a", "merged", "j", "patched"));
                                assertThat(map.getMetadata().getLabels()).containsEntry("b", "c");
                            }));
            api.deleteNamespacedConfigMap("followed", namespace).execute();
            await().atMost(LIMIT).until(() -> informer.getIndexer().list().isEmpty());
        } finally {
            factory.stopAllRegisteredInformers();
        }
    }

    @Test
    void what_is_refused_is_an_exception_with_the_servers_status() {
        assertThatThrownBy(() -> api.createNamespacedConfigMap(
                                namespace, new V1ConfigMap().metadata(new V1ObjectMeta().name("Not_a_name")))
                        .execute())
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo(422);
                    assertThat(refused.getResponseBody()).contains("metadata.name");
                });
    }

    @Test
    void a_watch_is_sent_bookmarks() throws Exception {
        make("bookmarked", "bookmarks");
        var call = api.listNamespacedConfigMap(namespace)
                .labelSelector("test=bookmarks")
                .resourceVersion("0")
                .allowWatchBookmarks(true)
                .timeoutSeconds(1)
                .watch(true)
                .buildCall(null);
        List<String> types = new ArrayList<>();
        try (Watch<V1ConfigMap> watch =
                Watch.createWatch(client, call, new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType())) {
            watch.forEach(event -> types.add(event.type));
        }
        assertThat(types).containsExactly("ADDED", "BOOKMARK");
    }

    @Test
    void exec_passes_input_both_outputs_and_the_exit_code() throws Exception {
        var script = "read line; echo got $line; echo oops >&2; exit 3";
        var exec = new Exec(client).exec(namespace, "shell", new String[] {"sh", "-c", script}, "main", true, false);
        // Before the end, at which this client no longer gives them out.
        var out = exec.getInputStream();
        var err = exec.getErrorStream();
        exec.getOutputStream().write("given\n".getBytes(UTF_8));
        exec.getOutputStream().flush();
        assertThat(new String(out.readAllBytes(), UTF_8)).isEqualTo("got given\n");
        assertThat(new String(err.readAllBytes(), UTF_8)).isEqualTo("oops\n");
        assertThat(exec.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(exec.exitValue()).isEqualTo(3);
    }

    @Test
    void a_port_is_forwarded() throws Exception {
        var forward = new PortForward(client).forward(namespace, "web", List.of(8080));
        try {
            var out = forward.getOutboundStream(8080);
            out.write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
            out.flush();
            assertThat(new String(forward.getInputStream(8080).readAllBytes(), UTF_8))
                    .contains(" 200 OK")
                    .endsWith("hello\n");
        } finally {
            forward.close();
        }
    }

    @Test
    void logs_are_read_and_followed() throws Exception {
        try (var log = new BufferedReader(
                new InputStreamReader(new PodLogs(client).streamNamespacedPodLog(namespace, "shell", "main"), UTF_8))) {
            assertThat(List.of(log.readLine(), log.readLine(), log.readLine())).containsExactly("one", "two", "three");
        }
        assertThat(api.readNamespacedPodLog("shell", namespace)
                        .container("main")
                        .tailLines(1)
                        .execute())
                .isEqualTo("three\n");
    }

    private void make(String name, String label) throws ApiException {
        var metadata = new V1ObjectMeta().name(name).putLabelsItem("test", label);
        api.createNamespacedConfigMap(
                        namespace, new V1ConfigMap().metadata(metadata).data(Map.of("a", "made")))
                .execute();
    }

    private void patch(String name, String kind, String patch) throws ApiException {
        PatchUtils.patch(
                V1ConfigMap.class,
                () -> api.patchNamespacedConfigMap(name, namespace, new V1Patch(patch))
                        .buildCall(null),
                kind,
                client);
    }
}
