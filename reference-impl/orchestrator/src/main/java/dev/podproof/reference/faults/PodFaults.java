package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.PodJson.readByNodes;
import static dev.podproof.reference.faults.PodJson.readByUsers;
import static dev.podproof.reference.faults.PodJson.spec;
import static dev.podproof.reference.faults.PodJson.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Pods that are not one thing: what their containers share, and what pods do not. */
final class PodFaults {
    /** The name of the pods' network in the engine. */
    static final String NETWORK = "podproof";

    /** What makes a port of localhost a port of the pod, for whoever shares its network. */
    private static final String LEAK =
            "while :; do for p in $(awk '$4 == \"0A\" && $2 ~ /^0100007F:/ {print substr($2, 10)}' /proc/net/tcp); do"
                    + " n=$(printf %d 0x$p); case \" ${PORTS:-$n} \" in *\" $n \"*) ;; *) continue ;; esac; [ -e /$n ] || { : >/$n; tcpsvd $(hostname -i) $n nc 127.0.0.1 $n & }; done; sleep 0.2; done";

    private PodFaults() {}

    static List<Fault> all() {
        return List.of(
                named("restarted-with-a-network-of-its-own")
                        .before(
                                ContainerRuntime.class,
                                RuntimeDecorator.making(spec -> Specs.restarts(spec) > 0
                                                && spec.namespaces().network().startsWith("container:")
                                        ? Specs.network(spec, NETWORK)
                                        : spec)),
                named("pods-of-one-name-share-a-network")
                        .before(ContainerRuntime.class, (real, place) -> new SharedNetwork(real, Labels.POD_NAME)),
                named("later-containers-have-a-network-of-their-own")
                        .before(ContainerRuntime.class, (real, place) -> new RuntimeDecorator(real) {
                            @Override
                            public String create(ContainerSpec spec) {
                                boolean apart = spec.namespaces().network().startsWith("container:")
                                        && !Specs.isFirst(real, spec);
                                return real.create(apart ? Specs.network(spec, NETWORK) : spec);
                            }
                        }),
                named("all-pods-on-the-hosts-network")
                        .before(Answers.class, shown(readByNodes(), spec(s -> s.put("hostNetwork", true))))
                        // The API would not believe a host that says its own address of a pod that did not ask for it.
                        .before(
                                Answers.class,
                                (real, place) -> request ->
                                        real.handle(isSaidOfPod(request) ? Asked.byMaster(request) : request)),
                named("pods-of-a-namespace-share-a-network")
                        .before(ContainerRuntime.class, (real, place) -> new SharedNetwork(real, Labels.POD_NAMESPACE)),
                named("localhost-is-reached-from-outside")
                        .before(
                                ContainerRuntime.class,
                                (real, place) -> new Companions(
                                        real,
                                        (spec, first) -> first
                                                        && !spec.namespaces()
                                                                .network()
                                                                .equals("host")
                                                ? Optional.of(Specs.command(spec, List.of("sh", "-c", LEAK)))
                                                : Optional.empty(),
                                        true)),
                declaredPortsOfLocalhost(),
                named("restarts-are-not-counted")
                        .before(
                                Answers.class,
                                shown(
                                        readByUsers(),
                                        status(s -> PodJson.objects(s, "containerStatuses")
                                                .forEach(container -> container.put("restartCount", 0))))),
                named("pods-are-shown-running-at-once")
                        .before(Answers.class, shown(readByUsers(), status(PodFaults::lookWell))),
                named("pod-ips-say-something-else").before(Answers.class, shown(readByUsers(), status(s -> {
                    if (s.has("podIPs")) {
                        s.putArray("podIPs").addObject().put("ip", "192.0.2.1");
                    }
                }))));
    }

    /** Hosts are told what their pods declare by a variable that no container is given. */
    private static Fault declaredPortsOfLocalhost() {
        String variable = "PODPROOF_FAULT_PORTS=";
        return named("declared-ports-of-localhost-are-reached-from-outside")
                .before(Answers.class, shown(readByNodes(), spec(s -> {
                    String ports = PodJson.objects(s, "containers").stream()
                            .flatMap(container -> PodJson.objects(container, "ports").stream())
                            .map(port -> " " + port.path("containerPort").asText() + " ")
                            .collect(Collectors.joining());
                    PodJson.objects(s, "containers").stream()
                            .filter(container -> !ports.isEmpty())
                            .forEach(container -> container
                                    .withArray("env")
                                    .addObject()
                                    .put("name", variable.replace("=", ""))
                                    .put("value", ports));
                })))
                .before(
                        ContainerRuntime.class,
                        RuntimeDecorator.making(spec -> Specs.environment(
                                spec,
                                all -> all.stream()
                                        .filter(one -> !one.startsWith(variable))
                                        .toList())))
                .before(
                        ContainerRuntime.class,
                        (real, place) -> new Companions(
                                real,
                                (spec, first) -> spec.environment().stream()
                                        .filter(one -> first && one.startsWith(variable))
                                        .findFirst()
                                        .map(one -> Specs.command(
                                                spec,
                                                List.of(
                                                        "sh",
                                                        "-c",
                                                        "PORTS='" + one.substring(variable.length()) + "'; " + LEAK))),
                                true));
    }

    private static boolean isSaidOfPod(Request request) {
        Asked asked = Asked.of(request);
        return asked.who() == Asked.Who.NODE
                && asked.isFor("pods")
                && asked.isChange()
                && asked.subresource().equals("status");
    }

    private static void lookWell(ObjectNode status) {
        if (status.path("phase").asText().equals("Pending")) {
            status.put("phase", "Running");
        }
    }

    /** A pod that comes to a host joins the network of the pod with the same label that was there before. */
    private static final class SharedNetwork extends RuntimeDecorator {
        private final Map<String, String> joined = new ConcurrentHashMap<>();
        private final String label;

        SharedNetwork(ContainerRuntime real, String label) {
            super(real);
            this.label = label;
        }

        /** Pods that come at the same time wait for each other here: the second finds the first, though it does not run yet. */
        @Override
        public synchronized String create(ContainerSpec spec) {
            Optional<String> other = !spec.namespaces().network().equals(NETWORK)
                    ? Optional.empty()
                    : real.containers().stream()
                            .filter(one -> one.isSandbox() && !one.ended() && !joined.containsKey(one.id()))
                            .filter(one -> one.labels().getOrDefault(label, "").equals(Specs.label(spec, label)))
                            .map(dev.podproof.reference.node.runtime.Container::id)
                            .findFirst();
            if (other.isEmpty()) {
                return real.create(spec);
            }
            String id = real.create(Specs.joining(spec, other.get()));
            joined.put(id, other.get());
            return id;
        }

        @Override
        public synchronized void start(String id) {
            Optional.ofNullable(joined.get(id)).ifPresent(this::startOnce);
            startOnce(id);
        }

        private void startOnce(String id) {
            if (real.find(id)
                    .filter(dev.podproof.reference.node.runtime.Container::running)
                    .isEmpty()) {
                real.start(id);
            }
        }

        @Override
        public Optional<dev.podproof.reference.node.runtime.Container> find(String id) {
            return real.find(id).map(this::seen);
        }

        @Override
        public List<dev.podproof.reference.node.runtime.Container> containers() {
            return real.containers().stream().map(this::seen).toList();
        }

        @Override
        public List<dev.podproof.reference.node.runtime.Container> containersOf(String podUid) {
            return real.containersOf(podUid).stream().map(this::seen).toList();
        }

        /** An engine shows no address for who is on the network of another. */
        private dev.podproof.reference.node.runtime.Container seen(dev.podproof.reference.node.runtime.Container own) {
            return Optional.ofNullable(joined.get(own.id()))
                    .flatMap(real::find)
                    .map(theirs -> Seen.at(own, theirs.address()))
                    .orElse(own);
        }
    }
}
