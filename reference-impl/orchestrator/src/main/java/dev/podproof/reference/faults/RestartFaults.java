package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.Specs.restarts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** What is made a second time is not what was made first: containers, sandboxes, and what is said of them. */
final class RestartFaults {
    private RestartFaults() {}

    static List<Fault> all() {
        return List.of(
                named("restarted-at-another-address")
                        .before(
                                ContainerRuntime.class,
                                (real, place) -> new MovingPods(real, place.late(), (all, spec) -> true)),
                named("pods-move-when-all-their-containers-are-dead")
                        .before(
                                ContainerRuntime.class,
                                (real, place) -> new MovingPods(real, place.late(), RestartFaults::noneRuns)),
                again(
                        "memory-limits-are-forgotten-at-a-restart",
                        (real, spec) -> Specs.resources(
                                spec,
                                new Resources(
                                        0,
                                        spec.resources().cpuQuotaMicros(),
                                        spec.resources().cpuShares()))),
                again(
                        "empty-dir-in-memory-is-empty-after-a-restart",
                        (real, spec) -> Specs.sources(
                                spec,
                                mount -> VolumeFaults.isEmptyDir(mount) && Places.isInMemory(mount.source())
                                        ? Places.directory(mount.source() + "-" + restarts(spec))
                                        : mount.source())),
                again("localhost-is-the-pods-address-after-a-restart", RestartFaults::withoutLocalhost),
                named("pod-ips-stay-as-they-were")
                        .before(Answers.class, shown(PodJson.readByUsers(), firstAddresses())));
    }

    /** What is made of a container that ran before. */
    static Fault again(String id, BiFunction<ContainerRuntime, ContainerSpec, ContainerSpec> change) {
        return named(id)
                .before(
                        ContainerRuntime.class,
                        (real, place) -> RuntimeDecorator.making(
                                        Specs.containers(spec -> restarts(spec) > 0 ? change.apply(real, spec) : spec))
                                .before(real, place));
    }

    private static ContainerSpec withoutLocalhost(ContainerRuntime real, ContainerSpec spec) {
        String address = real.find(Specs.label(spec, Labels.SANDBOX_ID))
                .map(Container::address)
                .filter(found -> !found.isEmpty())
                .orElse("127.0.0.1");
        return Specs.sources(
                spec,
                mount -> mount.target().equals("/etc/hosts")
                        ? Places.rewritten(
                                mount.source(), line -> line.replaceFirst("^(127\\.0\\.0\\.1|::1)(?=\\s)", address))
                        : mount.source());
    }

    private static boolean noneRuns(ContainerRuntime real, ContainerSpec spec) {
        return real.containersOf(Specs.label(spec, Labels.POD_UID)).stream()
                .noneMatch(container -> container.running() && !container.isSandbox());
    }

    /** The list of addresses is made when a pod is first seen with one, and kept. */
    private static UnaryOperator<ObjectNode> firstAddresses() {
        Map<String, String> first = new ConcurrentHashMap<>();
        return pod -> {
            String address = Json.text(pod, "status", "podIP");
            if (!address.isEmpty()) {
                first.putIfAbsent(Json.text(pod, "metadata", "uid"), address);
                Json.child(pod, "status")
                        .putArray("podIPs")
                        .addObject()
                        .put("ip", first.get(Json.text(pod, "metadata", "uid")));
            }
            return pod;
        };
    }

    /** A container that is started again takes its pod's network with it. The old one is kept for a while, or the new one might be given its address. */
    private static final class MovingPods extends Hiding {
        private final BiPredicate<ContainerRuntime, ContainerSpec> moves;
        private final Executor late;
        private final Set<String> moved = ConcurrentHashMap.newKeySet();

        MovingPods(ContainerRuntime real, Executor late, BiPredicate<ContainerRuntime, ContainerSpec> moves) {
            super(real);
            this.late = late;
            this.moves = moves;
        }

        @Override
        public String create(ContainerSpec spec) {
            if (Specs.isSandbox(spec)) {
                return real.create(Specs.called(spec, spec.name() + "_" + moved.size(), spec.labels()));
            }
            if (restarts(spec) > 0 && moves.test(real, spec) && moved.add(spec.name())) {
                String sandbox = Specs.label(spec, Labels.SANDBOX_ID);
                hide(sandbox);
                late.execute(() -> real.remove(sandbox));
                throw new RuntimeFailure(RuntimeFailure.Reason.CONFLICT, "its sandbox is gone", null);
            }
            return real.create(spec);
        }
    }
}
