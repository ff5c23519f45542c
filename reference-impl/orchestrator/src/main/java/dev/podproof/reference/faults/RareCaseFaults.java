package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.PodJson.containers;
import static dev.podproof.reference.faults.PodJson.objects;
import static dev.podproof.reference.faults.PodJson.readByNodes;

import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is right as a rule, and wrong for what is empty, comes a second time, or comes together with something else. */
final class RareCaseFaults {
    /** Asks whether a label is there, or for one of a set of values. */
    private static final Pattern SET = Pattern.compile("(!?)\\s*([^\\s=!]+)(?:\\s+(in|notin)\\s*\\((.*)\\))?");

    private RareCaseFaults() {}

    static List<Fault> all() {
        return List.of(
                named("restarted-containers-are-not-asked-to-end")
                        .before(ContainerRuntime.class, (real, place) -> new DeafAgain(real)),
                named("a-patch-of-an-object-changes-its-status")
                        .before(
                                Answers.class,
                                (real, place) -> request -> patchesStatusToo(request)
                                        ? ApiFaults.twice(real, request, request.path() + "/status")
                                        : real.handle(request)),
                named("empty-labels-count-as-absent")
                        .before(Answers.class, (real, place) -> request -> withoutEmpty(real, request)),
                named("only-one-service-hears-of-new-labels")
                        .before(Answers.class, (real, place) -> OneServiceHears.ofAll(real, place.clock())),
                named("a-number-that-comes-early-is-missed")
                        .sight(Set.of(Part.REPLICATION), ReplicationController.class, oneChangeAtATime()),
                named("pods-without-labels-are-not-released")
                        .sight(
                                Set.of(Part.REPLICATION),
                                Pod.class,
                                Lens.recalling((now, before) -> isBare(now) ? labelledAs(now, before) : now, false)),
                named("host-ports-count-once-a-pod-is-bound")
                        .sight(Set.of(Part.SCHEDULER), Pod.class, () -> RareCaseFaults::kept)
                        .before(
                                Answers.class,
                                shown(
                                        readByNodes(),
                                        containers(container ->
                                                objects(container, "ports").forEach(port -> port.remove("hostPort"))))),
                OldReadiness.fault(),
                named("target-ports-are-read-once")
                        .sight(Set.of(Part.ENDPOINTS), Service.class, Lens.recalling(RareCaseFaults::targetsOf, false)),
                OldNames.emptyForOthers(),
                OldNames.namedOnce(),
                named("parts-of-volumes-are-always-writable")
                        .before(
                                Answers.class,
                                shown(
                                        readByNodes(),
                                        containers(container -> objects(container, "volumeMounts").stream()
                                                .filter(mount -> mount.has("subPath"))
                                                .forEach(mount -> mount.remove("readOnly"))))));
    }

    private static boolean patchesStatusToo(Request request) {
        Asked asked = Asked.of(request);
        String body = new String(request.body(), StandardCharsets.UTF_8);
        return asked.who() == Asked.Who.USER
                && asked.method().equals("PATCH")
                && asked.subresource().isEmpty()
                && (body.contains("\"status\"") || body.contains("\"/status"));
    }

    /** What asks for sets and for presence is judged here, and all else by the server. */
    private static CompletionStage<Reply> withoutEmpty(Answers real, Request request) {
        List<Matcher> sets = ApiFaults.requirements(request).stream()
                .map(SET::matcher)
                .filter(Matcher::matches)
                .toList();
        if (sets.isEmpty()
                || Asked.of(request).who() != Asked.Who.USER
                || !request.method().equals("GET")) {
            return real.handle(request);
        }
        List<String> others = ApiFaults.requirements(request).stream()
                .filter(one -> !SET.matcher(one).matches())
                .toList();
        return real.handle(ApiFaults.withRequirements(request, others))
                .thenApply(reply -> Documents.changed(
                        reply,
                        object -> sets.stream()
                                        .allMatch(set ->
                                                holds(set, Json.text(object, "metadata", "labels", set.group(2))))
                                ? object
                                : null));
    }

    private static boolean holds(Matcher set, String value) {
        if (set.group(3) == null) {
            return value.isEmpty() != set.group(1).isEmpty();
        }
        boolean isOne = !value.isEmpty()
                && Arrays.stream(set.group(4).split(","))
                        .anyMatch(one -> one.strip().equals(value));
        return isOne == set.group(3).equals("in");
    }

    /** A change that comes before the pods of the last one are ready is not seen, until the next one. */
    private static Supplier<Lens<ReplicationController>> oneChangeAtATime() {
        record Told(int declared, int obeyed, boolean changed) {}
        return () -> {
            Map<String, Told> known = new HashMap<>();
            return (controller, around) -> {
                int declared = controller.getSpec().getReplicas();
                synchronized (known) {
                    Told now = known.compute(controller.getMetadata().getUid(), (uid, before) -> {
                        if (before == null) {
                            return new Told(declared, declared, false);
                        }
                        if (before.declared() == declared) {
                            return before;
                        }
                        boolean missed = before.changed() && ready(controller) < before.obeyed();
                        return new Told(declared, missed ? before.obeyed() : declared, true);
                    });
                    return new ReplicationControllerBuilder(controller)
                            .editSpec()
                            .withReplicas(now.obeyed())
                            .endSpec()
                            .build();
                }
            };
        };
    }

    private static int ready(ReplicationController controller) {
        return controller.getStatus() == null || controller.getStatus().getReadyReplicas() == null
                ? 0
                : controller.getStatus().getReadyReplicas();
    }

    private static boolean isBare(Pod pod) {
        return pod.getMetadata().getLabels() == null
                || pod.getMetadata().getLabels().isEmpty();
    }

    private static Pod labelledAs(Pod pod, Pod other) {
        return new PodBuilder(pod)
                .editMetadata()
                .withLabels(other.getMetadata().getLabels())
                .endMetadata()
                .build();
    }

    /**
     * A pod that waits is seen without its host ports, but kept from the hosts where they are taken by who is bound. So what was decided and is not yet
     * bound counts for nothing.
     */
    private static Pod kept(Pod pod, Lens.Around around) {
        if (!Pods.nodeOf(pod).isEmpty()
                || Pods.hostPorts(pod).isEmpty()
                || pod.getSpec().getAffinity() != null) {
            return pod;
        }
        List<String> taken = around.view().list(Pod.class).stream()
                .filter(other -> !Pods.nodeOf(other).isEmpty() && !Pods.hasEnded(other))
                .filter(other -> Pods.hostPorts(other).stream()
                        .anyMatch(port -> Pods.hostPorts(pod).stream().anyMatch(port::collidesWith)))
                .map(Pods::nodeOf)
                .distinct()
                .toList();
        Pod copy = new PodBuilder(pod).build();
        copy.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .forEach(port -> port.setHostPort(null));
        return taken.isEmpty()
                ? copy
                : new PodBuilder(copy)
                        .editSpec()
                        .withNewAffinity()
                        .withNewNodeAffinity()
                        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                        .addNewNodeSelectorTerm()
                        .addNewMatchExpression()
                        .withKey("kubernetes.io/hostname")
                        .withOperator("NotIn")
                        .withValues(taken)
                        .endMatchExpression()
                        .endNodeSelectorTerm()
                        .endRequiredDuringSchedulingIgnoredDuringExecution()
                        .endNodeAffinity()
                        .endAffinity()
                        .endSpec()
                        .build();
    }

    /** A port of the service goes on leading to where it led. */
    private static Service targetsOf(Service now, Service before) {
        Service copy = new ServiceBuilder(now).build();
        copy.getSpec()
                .getPorts()
                .forEach(port -> before.getSpec().getPorts().stream()
                        .filter(old -> old.getPort().equals(port.getPort())
                                && String.valueOf(old.getProtocol()).equals(String.valueOf(port.getProtocol())))
                        .findFirst()
                        .ifPresent(old -> port.setTargetPort(old.getTargetPort())));
        return copy;
    }

    /** Who was started again is not asked to end, only killed. */
    private static final class DeafAgain extends RuntimeDecorator {
        DeafAgain(ContainerRuntime real) {
            super(real);
        }

        @Override
        public void signal(String id, String signal) {
            boolean again = real.find(id).map(Container::restartCount).orElse(0) > 0;
            if (!again || signal.equals("SIGKILL")) {
                real.signal(id, signal);
            }
        }
    }
}
