package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.Scripts.lines;
import static dev.podproof.reference.faults.Scripts.without;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.host.Commands;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Virtual addresses that lead nowhere, to the wrong pods, or to too few of them. */
final class ServiceFaults {
    private static final Pattern BACKENDS = Pattern.compile("numgen random mod (\\d+) (v?map) \\{ (.*) }$");
    private static final String NOWHERE = "192.0.2.1 . 9";
    private static final long LATE = 25;

    private ServiceFaults() {}

    static List<Fault> all() {
        return List.of(
                named("one-in-five-connections-is-lost")
                        .before(
                                Commands.class,
                                lines(line -> backends(line, list -> {
                                    if (list.size() >= 4 && !list.get(0).startsWith("goto")) {
                                        list.add(NOWHERE);
                                    }
                                }))),
                named("only-the-first-backend-is-used")
                        .before(
                                Commands.class,
                                lines(line -> backends(
                                        line,
                                        list -> list.subList(1, list.size()).clear()))),
                named("only-backends-of-the-own-host")
                        .sight(
                                Set.of(Part.PROXY),
                                Endpoints.class,
                                filtered((address, place) -> place.node().isEmpty()
                                        || address.getNodeName() == null
                                        || place.isHost(address.getNodeName()))),
                named("the-last-to-leave-keeps-a-share").before(Commands.class, (real, place) -> new LastLeaver(real)),
                named("backends-are-never-removed").sight(Set.of(Part.PROXY), Endpoints.class, union(place -> true)),
                named("one-host-never-removes-backends")
                        .sight(Set.of(Part.PROXY), Endpoints.class, union(place -> place.isHost("host-2"))),
                named("only-the-first-pods-ever-serve")
                        .sight(Set.of(Part.PROXY), Endpoints.class, ServiceFaults::onlyTheFirst),
                named("served-late")
                        .sight(
                                Set.of(Part.PROXY),
                                Endpoints.class,
                                Lens.aging(
                                        (endpoints, around) -> isServed(endpoints),
                                        (endpoints, seconds) -> seconds < LATE && isServed(endpoints)
                                                ? unserved(endpoints)
                                                : endpoints)),
                named("datagrams-go-on-to-who-has-left")
                        .before(
                                Commands.class,
                                (real, place) -> (command, input) ->
                                        command.get(0).equals("conntrack") ? "" : real.run(command, input)),
                named("the-virtual-address-wanders")
                        .sight(
                                Set.of(Part.PROXY),
                                Service.class,
                                () -> (service, around) -> around.age(service) < LATE || isOthers(service)
                                        ? service
                                        : new ServiceBuilder(service)
                                                .editSpec()
                                                .withClusterIP(
                                                        moved(service.getSpec().getClusterIP()))
                                                .endSpec()
                                                .build())
                        .before(
                                Answers.class,
                                (real, place) -> request -> Asked.of(request).isFor("services")
                                                && Asked.of(request).who() == Asked.Who.USER
                                        ? real.handle(request)
                                                .thenApply(
                                                        reply -> Documents.changed(reply, ServiceFaults.moved(place)))
                                        : real.handle(request)),
                service("ports-of-a-service-are-read-once", Lens.recalling(ServiceFaults::portsOf, true)),
                service(
                        "only-the-first-port-is-served",
                        ports(list -> list.subList(1, list.size()).clear())),
                service(
                        "datagrams-are-not-served",
                        ports(list -> list.removeIf(port -> "UDP".equals(port.getProtocol())))),
                service(
                        "session-affinity-is-ignored",
                        () -> (object, around) -> new ServiceBuilder(object)
                                .editSpec()
                                .withSessionAffinity("None")
                                .endSpec()
                                .build()),
                service(
                        "session-affinity-is-forgotten-at-once",
                        () -> (object, around) ->
                                "ClientIP".equals(object.getSpec().getSessionAffinity())
                                        ? new ServiceBuilder(object)
                                                .editSpec()
                                                .withNewSessionAffinityConfig()
                                                .withNewClientIP(1)
                                                .endSessionAffinityConfig()
                                                .endSpec()
                                                .build()
                                        : object),
                named("no-way-back-to-oneself")
                        .before(
                                Commands.class,
                                without(line -> line.startsWith("add element") && line.contains(" hairpins {"))),
                named("nobody-refuses-for-the-unserved")
                        .before(Commands.class, lines(line -> line.replace("jump refuse", "drop"))),
                named("no-node-ports").before(Commands.class, without(isNodePort(""))),
                named("no-node-ports-for-datagrams").before(Commands.class, without(isNodePort("udp"))),
                named("node-ports-on-one-host-alone")
                        .before(
                                Commands.class,
                                (real, place) -> place.isHost("host-1")
                                        ? real
                                        : without(isNodePort("")).before(real, place)));
    }

    /** The numbered list of a line that picks one, changed; other lines stay as they are. */
    static String backends(String line, java.util.function.Consumer<List<String>> change) {
        Matcher found = BACKENDS.matcher(line);
        if (!found.find()) {
            return line;
        }
        List<String> list = new ArrayList<>();
        for (String one : found.group(3).split(", ", -1)) {
            list.add(one.substring(one.indexOf(" : ") + 3));
        }
        change.accept(list);
        StringBuilder numbered = new StringBuilder();
        for (int i = 0; i < list.size(); i++) {
            numbered.append(i == 0 ? "" : ", ").append(i).append(" : ").append(list.get(i));
        }
        return line.substring(0, found.start())
                + "numgen random mod %d %s { %s }".formatted(list.size(), found.group(2), numbered);
    }

    private static Predicate<String> isNodePort(String protocol) {
        return line -> line.contains("element ip podproof_proxy node_ports { " + protocol);
    }

    private static Fault service(String id, Supplier<Lens<Service>> lens) {
        return named(id).sight(Set.of(Part.PROXY), Service.class, lens);
    }

    static Supplier<Lens<Service>> ports(java.util.function.Consumer<List<ServicePort>> change) {
        return () -> (service, around) -> {
            List<ServicePort> ports = new ArrayList<>(service.getSpec().getPorts());
            change.accept(ports);
            return new ServiceBuilder(service)
                    .editSpec()
                    .withPorts(ports)
                    .endSpec()
                    .build();
        };
    }

    private static Service portsOf(Service now, Service first) {
        return new ServiceBuilder(now)
                .editSpec()
                .withPorts(first.getSpec().getPorts())
                .endSpec()
                .build();
    }

    static boolean isServed(Endpoints endpoints) {
        return endpoints.getSubsets().stream()
                .anyMatch(subset -> !subset.getAddresses().isEmpty());
    }

    private static Endpoints unserved(Endpoints endpoints) {
        return eachSubset(endpoints, subset -> subset.setAddresses(List.of()));
    }

    static Endpoints eachSubset(Endpoints endpoints, java.util.function.Consumer<EndpointSubset> change) {
        Endpoints copy = new EndpointsBuilder(endpoints).build();
        copy.getSubsets().forEach(change);
        return copy;
    }

    private static Supplier<Lens<Endpoints>> filtered(BiPredicate<EndpointAddress, Place> wanted) {
        return () -> (endpoints, around) -> isOthers(endpoints)
                ? endpoints
                : eachSubset(
                        endpoints,
                        subset -> subset.setAddresses(subset.getAddresses().stream()
                                .filter(address -> wanted.test(address, around.place()))
                                .toList()));
    }

    /** The cluster's own, without which nothing works. */
    private static boolean isOthers(HasMetadata object) {
        return object.getMetadata().getName().equals("kubernetes")
                || "kube-system".equals(object.getMetadata().getNamespace());
    }

    private static String moved(String address) {
        String[] parts = address.split("\\.", -1);
        if (parts.length == 4) {
            parts[2] = String.valueOf(Integer.parseInt(parts[2]) ^ 128);
        }
        return String.join(".", parts);
    }

    private static UnaryOperator<ObjectNode> moved(Place place) {
        return service -> {
            String address = Json.text(service, "spec", "clusterIP");
            Instant old = place.clock().instant().minusSeconds(LATE);
            String made = Json.text(service, "metadata", "creationTimestamp");
            if (!made.isEmpty() && !Instant.parse(made).isAfter(old) && address.matches("[0-9.]+")) {
                Json.child(service, "spec")
                        .put("clusterIP", moved(address))
                        .putArray("clusterIPs")
                        .add(moved(address));
            }
            return service;
        };
    }

    /** All that there ever were. */
    static Supplier<Lens<Endpoints>> union(Predicate<Place> where) {
        return () -> {
            Lens<Endpoints> recalling = Lens.<Endpoints>recalling(
                            (now, before) -> {
                                List<EndpointSubset> all = new ArrayList<>(now.getSubsets());
                                before.getSubsets().stream()
                                        .filter(subset -> !all.contains(subset))
                                        .forEach(all::add);
                                return new EndpointsBuilder(now)
                                        .withSubsets(all)
                                        .build();
                            },
                            false)
                    .get();
            return (endpoints, around) -> where.test(around.place()) ? recalling.see(endpoints, around) : endpoints;
        };
    }

    private static Lens<Endpoints> onlyTheFirst() {
        Map<String, Set<String>> first = new HashMap<>();
        return (endpoints, around) -> {
            synchronized (first) {
                if (isServed(endpoints)) {
                    first.computeIfAbsent(
                            endpoints.getMetadata().getUid(),
                            uid -> endpoints.getSubsets().stream()
                                    .flatMap(subset -> subset.getAddresses().stream())
                                    .map(EndpointAddress::getIp)
                                    .collect(Collectors.toSet()));
                }
                Set<String> known = first.getOrDefault(endpoints.getMetadata().getUid(), Set.of());
                return filtered((address, place) -> known.contains(address.getIp()))
                        .get()
                        .see(endpoints, around);
            }
        };
    }

    /** One connection in twenty goes to the backend that was the last to leave. */
    private static final class LastLeaver implements Commands {
        private static final Pattern CHAIN = Pattern.compile("add rule ip podproof_proxy (svc-\\S+) ");
        private final Commands real;
        private final Map<String, Set<String>> before = new HashMap<>();
        private final Map<String, String> left = new HashMap<>();

        LastLeaver(Commands real) {
            this.real = real;
        }

        @Override
        public synchronized String run(List<String> command, String input) {
            UnaryOperator<String> change = line -> {
                Matcher chain = CHAIN.matcher(line);
                return chain.find() ? backends(line, list -> share(chain.group(1), list)) : line;
            };
            return real.run(command, input.lines().map(change).collect(Collectors.joining("\n", "", "\n")));
        }

        private void share(String chain, List<String> backends) {
            Set<String> now = Set.copyOf(backends);
            before.getOrDefault(chain, Set.of()).stream()
                    .filter(backend -> !now.contains(backend))
                    .findFirst()
                    .ifPresent(gone -> left.put(chain, gone));
            before.put(chain, now);
            String gone = left.get(chain);
            if (gone != null && !now.contains(gone)) {
                int copies = Math.max(1, 19 / now.size());
                List<String> all = new ArrayList<>(backends);
                for (int i = 1; i < copies; i++) {
                    backends.addAll(all);
                }
                backends.add(gone);
            }
        }
    }
}
