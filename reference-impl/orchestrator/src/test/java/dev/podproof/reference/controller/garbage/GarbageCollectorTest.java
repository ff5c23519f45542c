package dev.podproof.reference.controller.garbage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.controller.ServedKind;
import dev.podproof.reference.controller.namespace.NamespaceController;
import dev.podproof.reference.testing.Components;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The collector's loop against a real API server. */
class GarbageCollectorTest {

    private static Components cluster;

    @BeforeAll
    static void start() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
        cluster = new Components();
        List.of("garbage", "elsewhere").forEach(cluster::namespace);
        cluster.part(new GarbageCollector(cluster.client, cluster.events, cluster.threads()))
                .start();
        // A namespace that is deleted waits for both.
        cluster.part(new NamespaceController(cluster.client, cluster.view, cluster.threads(), "PEM"))
                .start();
    }

    @AfterAll
    static void stop() {
        Awaitility.reset();
        cluster.close();
    }

    @Test
    void collectsInTheBackgroundWhatWasOwned() {
        ConfigMap owner = make("background");
        make("background-owned", owned(owner));
        make("background-free");

        delete("background", DeletionPropagation.BACKGROUND);

        awaitGone("background-owned");
        assertThat(read("background-free")).isNotNull();
    }

    @Test
    void keepsAnOwnerInTheForegroundUntilWhatItOwnsIsGone() {
        ConfigMap owner = make("foreground");
        ConfigMap held = make("foreground-held", owned(owner));
        edit(held, metadata -> metadata.setFinalizers(List.of("example.org/hold")));

        delete("foreground", DeletionPropagation.FOREGROUND);
        await().until(() -> read("foreground-held").getMetadata().getDeletionTimestamp() != null);
        assertThat(read("foreground")).isNotNull();

        edit(held, metadata -> metadata.setFinalizers(List.of()));
        awaitGone("foreground");
        assertThat(read("foreground-held")).isNull();
    }

    @Test
    void doesNotWaitForWhatDoesNotBlock() {
        ConfigMap owner = make("unblocked");
        OwnerReference reference = new OwnerReferenceBuilder(owned(owner))
                .withBlockOwnerDeletion(null)
                .build();
        ConfigMap held = make("unblocked-held", reference);
        edit(held, metadata -> metadata.setFinalizers(List.of("example.org/hold")));

        delete("unblocked", DeletionPropagation.FOREGROUND);

        awaitGone("unblocked");
        edit(held, metadata -> metadata.setFinalizers(List.of()));
        awaitGone("unblocked-held");
    }

    @Test
    void leavesOrphansWithoutTheirOwner() {
        ConfigMap owner = make("orphaning");
        make("orphaning-owned", owned(owner));

        delete("orphaning", DeletionPropagation.ORPHAN);

        awaitGone("orphaning");
        assertThat(read("orphaning-owned").getMetadata().getOwnerReferences()).isEmpty();
    }

    /** The watch of an owner's kind may be ahead of that of its orphans, so that no watch is asked for them. */
    @Test
    void findsOrphansWithoutAnyWatch() {
        HasMetadata owner = cluster.node("orphans-owner");
        ConfigMap here = make("orphan-here", owned(owner));
        ConfigMap there = cluster.client
                .resource(new ConfigMapBuilder(configMap("orphan-there"))
                        .editMetadata()
                        .withNamespace("elsewhere")
                        .withOwnerReferences(owned(owner))
                        .endMetadata()
                        .build())
                .create();
        make("orphan-of-another", owned(here));
        ServedKind nodes = new ServedKind("", "v1", "Node", "nodes", false);
        ServedKind maps = new ServedKind("", "v1", "ConfigMap", "configmaps", true);
        Writes writes = new Writes(cluster.client);

        assertThat(writes.dependents(maps, Member.of(nodes, owner)))
                .extracting(Member::uid)
                .containsExactlyInAnyOrder(
                        here.getMetadata().getUid(), there.getMetadata().getUid());
        assertThat(writes.dependents(maps, Member.of(maps, here)))
                .extracting(Member::name)
                .containsExactly("orphan-of-another");
    }

    @Test
    void takesOutTheOwnerThatGoesBesideOneThatStays() {
        ConfigMap going = make("pair-going");
        ConfigMap staying = make("pair-staying");
        make("pair-owned", owned(going), owned(staying));

        delete("pair-going", DeletionPropagation.FOREGROUND);

        awaitGone("pair-going");
        assertThat(read("pair-owned").getMetadata().getOwnerReferences()).containsExactly(owned(staying));
        delete("pair-staying", DeletionPropagation.BACKGROUND);
        awaitGone("pair-owned");
    }

    @Test
    void takesOutAnOwnerThatNeverWasBesideAGoodOne() {
        ConfigMap good = make("good");
        make("half-owned", neverThere("never"), owned(good));

        await().until(() ->
                read("half-owned").getMetadata().getOwnerReferences().equals(List.of(owned(good))));
    }

    @Test
    void collectsWhatHasNoneOfItsOwners() {
        ConfigMap namesake = make("namesake");
        make("nobodys", neverThere("never"), neverThere("ever"));
        // An owner of that name is there, but it is another one.
        make("namesakes", neverThere("namesake"));

        awaitGone("nobodys");
        awaitGone("namesakes");
        assertThat(read("namesake")).isEqualTo(namesake);
    }

    @Test
    void knowsOwnersOfTheClusterAndOfNoOtherNamespace() {
        HasMetadata node = cluster.node("owning");
        ConfigMap stranger = cluster.client
                .resource(new ConfigMapBuilder(configMap("stranger"))
                        .editMetadata()
                        .withNamespace("elsewhere")
                        .endMetadata()
                        .build())
                .create();
        make("of-the-cluster", owned(node));
        make("of-a-stranger", owned(stranger));

        awaitGone("of-a-stranger");
        await().until(() -> isSaidOf("of-a-stranger"));
        assertThat(read("of-the-cluster")).isNotNull();
        cluster.client.nodes().withName("owning").delete();
        awaitGone("of-the-cluster");
    }

    @Test
    void leavesAnObjectOfTheClusterThatNamesAnOwnerOfANamespace() {
        ConfigMap owner = make("of-a-namespace");
        HasMetadata node = cluster.node("owned");
        cluster.client.nodes().withName("owned").edit(each -> {
            each.getMetadata().setOwnerReferences(List.of(owned(owner)));
            return each;
        });
        await().until(() -> isSaidOf("owned"));

        delete("of-a-namespace", DeletionPropagation.FOREGROUND);

        awaitGone("of-a-namespace");
        assertThat(cluster.client.nodes().withName("owned").get().getMetadata().getUid())
                .isEqualTo(node.getMetadata().getUid());
    }

    @Test
    void neverBelievesAnOwnerOfAnUnknownKindToBeGone() {
        OwnerReference unknown = new OwnerReferenceBuilder(neverThere("widget"))
                .withApiVersion("example.org/v1")
                .withKind("Widget")
                .build();
        ConfigMap going = make("known-going");
        make("of-a-widget", unknown, owned(going));

        delete("known-going", DeletionPropagation.FOREGROUND);

        awaitGone("known-going");
        assertThat(read("of-a-widget").getMetadata().getOwnerReferences()).containsExactly(unknown);
    }

    @Test
    void endsCircles() {
        for (int size = 1; size <= 3; size++) {
            List<String> names = circle("circle-" + size, size);
            delete(names.get(0), DeletionPropagation.FOREGROUND);
            names.forEach(GarbageCollectorTest::awaitGone);
        }
        List<String> atOnce = circle("at-once", 3);
        atOnce.forEach(name -> delete(name, DeletionPropagation.FOREGROUND));
        atOnce.forEach(GarbageCollectorTest::awaitGone);
    }

    @Test
    void goesOnWhereAnObjectCannotBeDeleted() {
        cluster.client.namespaces().withName("default").edit(namespace -> {
            namespace.getMetadata().setOwnerReferences(List.of(ownerOfTheCluster()));
            return namespace;
        });

        make("beside-it", neverThere("never"));

        awaitGone("beside-it");
        assertThat(cluster.client.namespaces().withName("default").get()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(DeletionPropagation.class)
    void letsGoAnOwnerOfEveryKind(DeletionPropagation propagation) throws IOException {
        String suffix = propagation.name().toLowerCase(Locale.ROOT);
        everyKind("owner-" + suffix).forEach((kind, object) -> {
            HasMetadata owner = kind.objects(cluster.client).resource(object).create();
            String name = kind.plural() + "-" + suffix;
            make(name, owned(owner));

            kind.object(
                            cluster.client,
                            owner.getMetadata().getNamespace(),
                            owner.getMetadata().getName())
                    .withPropagationPolicy(propagation)
                    .delete();

            await(kind.name())
                    .until(() -> propagation == DeletionPropagation.ORPHAN
                            ? read(name).getMetadata().getOwnerReferences().isEmpty()
                            : read(name) == null);
            await(kind.name()).until(() -> find(kind, owner) == null);
        });
    }

    @Test
    void collectsWhatIsOwnedOfEveryKind() throws IOException {
        everyKind("owned").forEach((kind, object) -> {
            ConfigMap owner = make("owner-of-" + kind.plural());
            object.getMetadata().setOwnerReferences(List.of(kind.namespaced() ? owned(owner) : ownerOfTheCluster()));
            kind.objects(cluster.client).resource(object).create();

            delete(owner.getMetadata().getName(), DeletionPropagation.FOREGROUND);

            awaitGone(owner.getMetadata().getName());
            await(kind.name()).until(() -> find(kind, object) == null);
        });
    }

    @Test
    void keepsOfAnObjectWhatItNeedsHoweverLargeItIs() {
        ConfigMap large = configMap("large");
        large.setData(Map.of("content", "x".repeat(500_000)));
        large.getMetadata().setAnnotations(Map.of("example.org/note", "y".repeat(100_000)));
        ConfigMap made = cluster.client.resource(large).create();
        ServedKind kind = new ServedKind("", "v1", "ConfigMap", "configmaps", true);

        try (OwnerGraph graph = new OwnerGraph(cluster.client, (before, after) -> {})) {
            graph.follow(List.of(kind));

            Member kept = graph.find(kind, made.getMetadata().getUid()).orElseThrow();
            assertThat(kept.name()).isEqualTo("large");
            assertThat(cluster.client.getKubernetesSerialization().asJson(kept.object()))
                    .hasSizeLessThan(1000);
        }
    }

    private static GenericKubernetesResource find(ServedKind kind, HasMetadata object) {
        return kind.object(
                        cluster.client,
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName())
                .get();
    }

    /** One of each kind that is served: of whole-objects.yaml. */
    private static Map<ServedKind, GenericKubernetesResource> everyKind(String name) throws IOException {
        Map<ServedKind, GenericKubernetesResource> objects = new LinkedHashMap<>();
        try (var file = GarbageCollectorTest.class.getResourceAsStream(
                "/dev/podproof/reference/apiserver/whole-objects.yaml")) {
            Map<?, ?> whole = cluster.client.getKubernetesSerialization().unmarshal(file, Map.class);
            for (ServedKind kind : ServedKind.all(cluster.client, List.of("create", "delete", "list", "watch"))) {
                String resource = kind.group().isEmpty() ? kind.plural() : kind.plural() + "." + kind.group();
                if (!kind.plural().equals("events")) {
                    GenericKubernetesResource object = cluster.client
                            .getKubernetesSerialization()
                            .convertValue(whole.get(resource), GenericKubernetesResource.class);
                    object.setApiVersion(kind.apiVersion());
                    object.setKind(kind.name());
                    object.getMetadata().setName(name);
                    object.getMetadata().setNamespace(kind.namespaced() ? "garbage" : null);
                    object.getMetadata().setOwnerReferences(List.of());
                    objects.put(kind, object);
                }
            }
        }
        assertThat(objects).hasSizeGreaterThan(10);
        return objects;
    }

    private static List<String> circle(String prefix, int size) {
        List<String> names =
                IntStream.range(0, size).mapToObj(i -> prefix + "-" + i).toList();
        List<ConfigMap> members = names.stream().map(name -> make(name)).toList();
        for (int i = 0; i < size; i++) {
            ConfigMap owner = members.get((i + 1) % size);
            edit(members.get(i), metadata -> metadata.setOwnerReferences(List.of(owned(owner))));
        }
        return names;
    }

    private static ConfigMap make(String name, OwnerReference... owners) {
        ConfigMap object = configMap(name);
        object.getMetadata().setOwnerReferences(Arrays.asList(owners));
        return cluster.client.resource(object).create();
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("garbage")
                .withName(name)
                .endMetadata()
                .build();
    }

    private static OwnerReference owned(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withBlockOwnerDeletion(true)
                .build();
    }

    private static OwnerReference neverThere(String name) {
        ConfigMap owner = configMap(name);
        owner.getMetadata().setUid(UUID.randomUUID().toString());
        return owned(owner);
    }

    private static OwnerReference ownerOfTheCluster() {
        return new OwnerReferenceBuilder(neverThere("never")).withKind("Node").build();
    }

    private static void edit(ConfigMap object, Consumer<ObjectMeta> change) {
        cluster.client
                .configMaps()
                .inNamespace("garbage")
                .withName(object.getMetadata().getName())
                .edit(current -> {
                    change.accept(current.getMetadata());
                    return current;
                });
    }

    private static void delete(String name, DeletionPropagation propagation) {
        cluster.client
                .configMaps()
                .inNamespace("garbage")
                .withName(name)
                .withPropagationPolicy(propagation)
                .delete();
    }

    private static void awaitGone(String name) {
        await(name).until(() -> read(name) == null);
    }

    private static boolean isSaidOf(String name) {
        return cluster.client.v1().events().inAnyNamespace().list().getItems().stream()
                .anyMatch(event -> event.getReason().equals("OwnerRefInvalidNamespace")
                        && event.getInvolvedObject().getName().equals(name));
    }

    private static ConfigMap read(String name) {
        return cluster.client.configMaps().inNamespace("garbage").withName(name).get();
    }
}
