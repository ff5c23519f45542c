package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.PodJson.readByNodes;
import static dev.podproof.reference.faults.PodJson.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/** Containers that live longer, shorter, more often or less often than their pod says. */
final class LifeFaults {
    private static final String KILL = "SIGKILL";

    private LifeFaults() {}

    static List<Fault> all() {
        return List.of(
                named("ended-by-term-is-ended-well")
                        .before(ContainerRuntime.class, (real, place) -> new WellEnded(real)),
                named("asked-one-after-the-other").before(ContainerRuntime.class, (real, place) -> new OneByOne(real)),
                named("never-is-always").before(Answers.class, shown(readByNodes(), policy("Never", "Always"))),
                named("never-is-on-failure").before(Answers.class, shown(readByNodes(), policy("Never", "OnFailure"))),
                named("on-failure-is-always")
                        .before(Answers.class, shown(readByNodes(), policy("OnFailure", "Always"))),
                named("on-failure-is-never").before(Answers.class, shown(readByNodes(), policy("OnFailure", "Never"))),
                named("always-is-on-failure")
                        .before(Answers.class, shown(readByNodes(), policy("Always", "OnFailure"))),
                named("started-again-after-its-end")
                        .before(ContainerRuntime.class, (real, place) -> new Revival(real, place.late())),
                named("restarted-only-once").before(ContainerRuntime.class, (real, place) -> new OneRestart(real)),
                named("killed-without-a-term")
                        .before(ContainerRuntime.class, signals((real, id, signal, late) -> real.signal(id, KILL))),
                named("only-the-first-container-is-asked")
                        .before(
                                ContainerRuntime.class,
                                signals((real, id, signal, late) ->
                                        real.signal(id, isFirst(real, id) ? signal : KILL))),
                named("asked-late-to-end").before(ContainerRuntime.class, signals((real, id, signal, late) -> {
                    if (signal.equals(KILL)) {
                        real.signal(id, signal);
                    } else {
                        late.execute(() -> real.signal(id, signal));
                    }
                })),
                named("killed-late").before(ContainerRuntime.class, signals((real, id, signal, late) -> {
                    if (signal.equals(KILL)) {
                        late.execute(() -> real.signal(id, signal));
                    } else {
                        real.signal(id, signal);
                    }
                })),
                named("containers-outlive-their-pod")
                        .before(ContainerRuntime.class, (real, place) -> new Survivors(real)),
                named("the-address-outlives-its-pod")
                        .before(ContainerRuntime.class, (real, place) -> new LateRemoval(real, place.late())),
                named("names-are-never-free-again").before(Answers.class, (real, place) -> takenNames(real)));
    }

    private static UnaryOperator<ObjectNode> policy(String declared, String obeyed) {
        return spec(s -> {
            if (s.path("restartPolicy").asText("Always").equals(declared)) {
                s.put("restartPolicy", obeyed);
            }
        });
    }

    /** What comes of a signal. */
    private interface Signal {
        void send(ContainerRuntime real, String id, String signal, Executor late);
    }

    private static Fault.Decorator<ContainerRuntime> signals(Signal change) {
        return (real, place) -> new RuntimeDecorator(real) {
            @Override
            public void signal(String id, String signal) {
                change.send(real, id, signal, place.late());
            }
        };
    }

    private static boolean isFirst(ContainerRuntime real, String id) {
        return real.find(id)
                .filter(container -> Specs.first(real, container.podUid()).equals(container.containerName()))
                .isPresent();
    }

    private static Answers takenNames(Answers real) {
        Set<String> taken = ConcurrentHashMap.newKeySet();
        return Documents.refused(
                        request -> {
                            Asked asked = Asked.of(request);
                            if (asked.isFor("pods") && asked.method().equals("DELETE")) {
                                taken.add(asked.namespace() + "/" + asked.name());
                            }
                            return PodJson.declared().test(asked)
                                    && taken.contains(asked.namespace() + "/" + Documents.name(request));
                        },
                        409,
                        "AlreadyExists")
                .before(real, null);
    }

    /** Who ended by TERM is taken to have ended well. */
    private static final class WellEnded extends RuntimeDecorator {
        private static final int TERM = 143;

        WellEnded(ContainerRuntime real) {
            super(real);
        }

        @Override
        public List<Container> containers() {
            return real.containers().stream().map(WellEnded::seen).toList();
        }

        @Override
        public List<Container> containersOf(String podUid) {
            return real.containersOf(podUid).stream().map(WellEnded::seen).toList();
        }

        private static Container seen(Container own) {
            return own.ended() && own.exitCode() == TERM ? Seen.ended(own, 0) : own;
        }
    }

    /** Later containers are asked to end when the first has ended, or not at all. */
    private static final class OneByOne extends RuntimeDecorator {
        private final Map<String, String> waiting = new ConcurrentHashMap<>();

        OneByOne(ContainerRuntime real) {
            super(real);
        }

        @Override
        public void signal(String id, String signal) {
            boolean first = isFirst(real, id);
            boolean waits = !first
                    && !signal.equals(KILL)
                    && real.find(id).stream().anyMatch(one -> firstRuns(real.containersOf(one.podUid())));
            if (waits) {
                waiting.put(id, signal);
            } else {
                real.signal(id, signal);
            }
        }

        @Override
        public List<Container> containersOf(String podUid) {
            List<Container> all = real.containersOf(podUid);
            if (!firstRuns(all)) {
                all.stream().filter(Container::running).forEach(one -> {
                    String signal = waiting.remove(one.id());
                    if (signal != null) {
                        real.signal(one.id(), signal);
                    }
                });
            }
            return all;
        }

        private static boolean firstRuns(List<Container> all) {
            return all.stream()
                    .filter(one -> !one.isSandbox())
                    .min(Comparator.comparing(Container::createdAt))
                    .filter(Container::running)
                    .isPresent();
        }
    }

    /** What has ended for good is started again when it has lain for a while. */
    private static final class Revival extends RuntimeDecorator {
        private final Executor late;
        private final Set<String> revived = ConcurrentHashMap.newKeySet();

        Revival(ContainerRuntime real, Executor late) {
            super(real);
            this.late = late;
        }

        @Override
        public List<Container> containersOf(String podUid) {
            List<Container> found = real.containersOf(podUid);
            found.stream()
                    .filter(one -> one.ended() && !one.isSandbox() && revived.add(one.id()))
                    .forEach(one -> late.execute(() -> real.start(one.id())));
            return found;
        }
    }

    private static final class OneRestart extends RuntimeDecorator {
        OneRestart(ContainerRuntime real) {
            super(real);
        }

        @Override
        public String create(ContainerSpec spec) {
            if (!Specs.isSandbox(spec) && Specs.restarts(spec) > 1) {
                throw new RuntimeFailure(RuntimeFailure.Reason.REFUSED, "it was started again once", null);
            }
            return real.create(spec);
        }
    }

    /** Who does not end when asked runs on, and only looks as if it were gone. */
    private static final class Survivors extends Hiding {
        Survivors(ContainerRuntime real) {
            super(real);
        }

        @Override
        public void signal(String id, String signal) {
            if (signal.equals(KILL)) {
                hide(id);
            } else {
                real.signal(id, signal);
            }
        }
    }

    /** Nothing is removed before a while has passed, though it looks as if it were; what runs goes on answering. */
    private static final class LateRemoval extends Hiding {
        private final Executor late;

        LateRemoval(ContainerRuntime real, Executor late) {
            super(real);
            this.late = late;
        }

        @Override
        public void signal(String id, String signal) {
            hide(id);
            late.execute(() -> real.signal(id, KILL));
        }

        @Override
        public void remove(String id) {
            hide(id);
            late.execute(() -> real.remove(id));
        }
    }
}
