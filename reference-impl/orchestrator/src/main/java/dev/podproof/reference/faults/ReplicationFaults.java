package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.Fault.named;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Controllers that keep another number of pods than they should, or others, and hosts that are lost for longer than they should be. */
final class ReplicationFaults {
    private ReplicationFaults() {}

    static List<Fault> all() {
        return List.of(
                count("one-replica-short", (controller, around) -> {
                    int wanted = controller.getSpec().getReplicas();
                    return wanted > 1 ? wanted - 1 : wanted;
                }),
                count("one-replica-over", (controller, around) -> {
                    int wanted = controller.getSpec().getReplicas();
                    return wanted > 0 ? wanted + 1 : wanted;
                }),
                count(
                        "surplus-pods-stay",
                        (controller, around) ->
                                Math.max(controller.getSpec().getReplicas(), (int) there(controller, around))),
                named("the-number-is-read-once")
                        .sight(
                                Set.of(Part.REPLICATION),
                                ReplicationController.class,
                                Lens.recalling(
                                        (now, first) ->
                                                replicas(now, first.getSpec().getReplicas()),
                                        true)),
                named("deleted-pods-still-count")
                        .remembers(Part.REPLICATION, Pod.class)
                        // Who is on the way out is seen as before, and not as one that has ended.
                        .sight(
                                Set.of(Part.REPLICATION),
                                Pod.class,
                                Lens.recalling((now, before) -> Pods.isEnding(now) ? before : now, false)),
                named("pods-that-ended-well-still-count")
                        .sight(
                                Part.REPLICATION,
                                Pod.class,
                                pod -> Pods.phase(pod).equals("Succeeded")
                                        ? new PodBuilder(pod)
                                                .editStatus()
                                                .withPhase("Running")
                                                .endStatus()
                                                .build()
                                        : pod),
                named("pods-deleted-without-grace-still-count")
                        .remembers(Part.REPLICATION, Pod.class)
                        .sight(
                                Set.of(Part.REPLICATION),
                                Pod.class,
                                () -> (pod, around) -> isThere(pod, around) || !Pods.isEnding(pod) ? pod : null),
                named("the-end-of-the-last-pod-is-not-reported")
                        .before(Answers.class, (real, place) -> request -> exceptNone(real, request)),
                named("the-number-observed-is-the-declared-one")
                        .before(
                                Answers.class,
                                shown(ReplicationFaults::asksForControllers, ReplicationFaults::asDeclared)),
                named("replacements-have-the-name-of-the-lost").before(Answers.class, (real, place) -> new Names(real)),
                named("released-pods-keep-their-reference")
                        .before(
                                Answers.class,
                                (real, place) -> request ->
                                        releases(request) ? keepReference(real, request) : real.handle(request)),
                named("one-label-is-enough-to-stay")
                        .sight(Set.of(Part.REPLICATION), Pod.class, () -> ReplicationFaults::asBefore),
                named("released-pods-are-killed")
                        .before(
                                Answers.class,
                                (real, place) -> request ->
                                        releases(request) ? real.handle(deletion(request)) : real.handle(request)),
                named("labels-are-read-once-by-controllers").sight(Set.of(Part.REPLICATION), Pod.class, oldLabels()),
                named("orphans-are-not-adopted")
                        .sight(
                                Set.of(Part.REPLICATION),
                                Pod.class,
                                () -> (pod, around) ->
                                        pod.getMetadata().getOwnerReferences().isEmpty() ? null : pod),
                named("adopted-pods-do-not-say-so").before(Answers.class, shown(PodJson.readByUsers(), pod -> {
                    if (!Json.at(pod, "metadata").has("generateName")) {
                        Json.child(pod, "metadata").remove("ownerReferences");
                    }
                    return pod;
                })),
                named("nobody-leaves-a-lost-host")
                        .sight(Set.of(Part.NODE_LIFECYCLE), Pod.class, () -> (pod, around) -> null),
                named("tolerated-for-longer-than-declared").sight(Part.NODE_LIFECYCLE, Pod.class, pod -> {
                    Pod copy = new PodBuilder(pod).build();
                    copy.getSpec().getTolerations().stream()
                            .filter(toleration -> toleration.getTolerationSeconds() != null)
                            .forEach(toleration -> toleration.setTolerationSeconds(300L));
                    return copy;
                }),
                named("a-host-that-returns-keeps-its-pods")
                        .before(Answers.class, (real, place) -> request -> evict(real, request))
                        .before(ContainerRuntime.class, (real, place) -> new Forgotten(real)));
    }

    /** Labels as they were at first. */
    static Supplier<Lens<Pod>> oldLabels() {
        return Lens.recalling(
                (now, first) -> new PodBuilder(now)
                        .editMetadata()
                        .withLabels(first.getMetadata().getLabels())
                        .endMetadata()
                        .build(),
                true);
    }

    private static Fault count(String id, BiFunction<ReplicationController, Lens.Around, Integer> number) {
        return named(id)
                .sight(
                        Set.of(Part.REPLICATION),
                        ReplicationController.class,
                        () -> (controller, around) -> replicas(controller, number.apply(controller, around)));
    }

    private static ReplicationController replicas(ReplicationController controller, int number) {
        return new ReplicationControllerBuilder(controller)
                .editSpec()
                .withReplicas(number)
                .endSpec()
                .build();
    }

    /** How many there are that it owns or would adopt. */
    private static long there(ReplicationController controller, Lens.Around around) {
        String uid = controller.getMetadata().getUid();
        return around.view().list(Pod.class, controller.getMetadata().getNamespace()).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> Pods.selects(controller.getSpec().getSelector(), pod)
                        || pod.getMetadata().getOwnerReferences().stream()
                                .anyMatch(owner -> uid.equals(owner.getUid())))
                .count();
    }

    private static boolean isThere(Pod pod, Lens.Around around) {
        return around.view()
                .find(
                        Pod.class,
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName())
                .filter(found ->
                        found.getMetadata().getUid().equals(pod.getMetadata().getUid()))
                .isPresent();
    }

    /** Whoever has a label left of those by which its controller selects is seen with all of them. */
    private static Pod asBefore(Pod pod, Lens.Around around) {
        String owner = Pods.controllerOf(pod).map(OwnerReference::getUid).orElse("");
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        return around.view().list(ReplicationController.class, pod.getMetadata().getNamespace()).stream()
                .filter(controller -> controller.getMetadata().getUid().equals(owner))
                .map(controller -> controller.getSpec().getSelector())
                .filter(selector -> selector.entrySet().stream()
                        .anyMatch(label -> label.getValue().equals(labels.get(label.getKey()))))
                .findFirst()
                .map(selector -> new PodBuilder(pod)
                        .editMetadata()
                        .addToLabels(selector)
                        .endMetadata()
                        .build())
                .orElse(pod);
    }

    /** That there is none any more is not written where there was one. */
    private static CompletionStage<Reply> exceptNone(Answers real, Request request) {
        Asked asked = Asked.of(request);
        boolean reports = isByMaster(asked)
                && asked.isFor("replicationcontrollers")
                && asked.subresource().equals("status")
                && asked.method().equals("PUT");
        if (!reports || observed(Json.parseObject(request.body())) > 0) {
            return real.handle(request);
        }
        return Documents.get(real, request, request.path())
                .thenCompose(now -> real.handle(
                        observed(now) > 0 ? Asked.withMethod(Asked.withBody(request, new byte[0]), "GET") : request));
    }

    private static int observed(ObjectNode controller) {
        return Json.at(controller, "status", "replicas").asInt();
    }

    private static boolean isByMaster(Asked asked) {
        return asked.who() == Asked.Who.MASTER;
    }

    private static boolean asksForControllers(Asked asked) {
        return asked.who() == Asked.Who.USER && asked.isFor("replicationcontrollers");
    }

    private static ObjectNode asDeclared(ObjectNode controller) {
        Json.child(controller, "status")
                .put("replicas", Json.at(controller, "spec", "replicas").asInt());
        return controller;
    }

    private static boolean changesPod(Asked asked) {
        return asked.isFor("pods") && asked.subresource().isEmpty() && asked.isChange();
    }

    /** The one that let it go goes on being named, though not as its controller. */
    private static CompletionStage<Reply> keepReference(Answers real, Request request) {
        return Documents.get(real, request, request.path()).thenCompose(now -> {
            ObjectNode pod = Json.parseObject(request.body());
            List<ObjectNode> owners = PodJson.objects(now.path("metadata"), "ownerReferences");
            owners.forEach(owner -> owner.put("controller", false));
            Json.child(pod, "metadata").putArray("ownerReferences").addAll(owners);
            return real.handle(Asked.withBody(request, Json.bytes(pod)));
        });
    }

    private static boolean releases(Request request) {
        Asked asked = Asked.of(request);
        return isByMaster(asked)
                && changesPod(asked)
                && Json.at(Json.parseObject(request.body()), "metadata", "ownerReferences")
                        .isEmpty();
    }

    private static Request deletion(Request request) {
        return Asked.withMethod(Asked.withBody(request, new byte[0]), "DELETE");
    }

    /** Whoever leaves a host that does not answer is forgotten at once, instead of when the host has ended it. */
    private static CompletionStage<Reply> evict(Answers real, Request request) {
        Asked asked = Asked.of(request);
        if (!isByMaster(asked) || !asked.isFor("pods") || !asked.method().equals("DELETE")) {
            return real.handle(request);
        }
        return Documents.get(real, request, request.path())
                .thenCompose(pod -> Documents.get(real, request, "/api/v1/nodes/" + Json.text(pod, "spec", "nodeName")))
                .thenCompose(node -> real.handle(
                        isSilent(node)
                                ? Asked.withQuery(Asked.withBody(request, new byte[0]), "gracePeriodSeconds=0")
                                : request));
    }

    private static boolean isSilent(ObjectNode node) {
        return PodJson.objects(node.path("status"), "conditions").stream()
                .anyMatch(condition -> Json.text(condition, "type").equals("Ready")
                        && Json.text(condition, "status").equals("Unknown"));
    }

    /** What runs though no pod wants it is let be. */
    private static final class Forgotten extends RuntimeDecorator {
        private final Set<String> asked = ConcurrentHashMap.newKeySet();

        Forgotten(ContainerRuntime real) {
            super(real);
        }

        @Override
        public void signal(String id, String signal) {
            asked.add(id);
            real.signal(id, signal);
        }

        @Override
        public void remove(String id) {
            Container container = real.find(id).orElse(null);
            boolean stays = container != null
                    && (container.isSandbox()
                            ? real.containersOf(container.podUid()).stream()
                                    .anyMatch(other -> other.running() && !other.isSandbox())
                            : container.running() && !asked.contains(id));
            if (!stays) {
                real.remove(id);
            }
        }
    }

    /** Gives a new pod the name of one that is gone. */
    private static final class Names implements Answers {
        private final Answers real;
        private final Set<String> free = ConcurrentHashMap.newKeySet();

        Names(Answers real) {
            this.real = real;
        }

        @Override
        public CompletionStage<Reply> handle(Request request) {
            Asked asked = Asked.of(request);
            if (asked.isFor("pods") && asked.method().equals("DELETE")) {
                free.add(asked.namespace() + "/" + asked.name());
            }
            if (!isByMaster(asked) || !asked.isFor("pods") || !asked.method().equals("POST")) {
                return real.handle(request);
            }
            ObjectNode pod = Json.parseObject(request.body());
            ObjectNode metadata = Json.child(pod, "metadata");
            Optional<String> old = lost(asked.namespace(), Json.text(metadata, "generateName"));
            old.ifPresent(name ->
                    metadata.put("name", name.substring(asked.namespace().length() + 1)));
            return real.handle(Asked.withBody(request, Json.bytes(pod))).thenApply(reply -> {
                if (reply instanceof Reply.Whole whole && whole.status() < 300) {
                    old.ifPresent(free::remove);
                }
                return reply;
            });
        }

        private Optional<String> lost(String namespace, String prefix) {
            return free.stream()
                    .filter(name -> !prefix.isEmpty() && name.startsWith(namespace + "/" + prefix))
                    .min(String::compareTo);
        }
    }
}
