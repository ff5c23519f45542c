package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Fault.named;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.host.Commands;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Services that are right as they are made, and wrong once they, or their pods, change. */
final class ServiceChangeFaults {
    private static final String TABLE = "ip podproof_proxy ";
    private static final Pattern CHAIN = Pattern.compile("^(add chain|add rule|flush chain) " + TABLE + "(svc-\\S+).*");
    private static final Pattern UNSERVED = Pattern.compile("^delete element " + TABLE + "services \\{ (.*) }$");
    private static final Pattern SERVED = Pattern.compile("^add element " + TABLE + "services \\{ (.*) : goto .*");
    private static final Pattern NEW_CLIENTS = Pattern.compile("^add set " + TABLE + "(aff-\\S+) .*");
    private static final Pattern REFILLED = Pattern.compile("^flush chain " + TABLE + "(svc-\\S+)$");
    private static final Pattern CLIENTS = Pattern.compile("^add rule " + TABLE + "svc-\\S+ ip saddr @(aff-\\S+) .*");

    private ServiceChangeFaults() {}

    static List<Fault> all() {
        return List.of(
                givenTwice(),
                named("one-host-keeps-the-number-of-backends")
                        .before(Commands.class, rewriting(place -> place.isHost("host-2"), OldNumbers::new)),
                named("no-way-back-to-oneself-for-who-joins")
                        .before(Commands.class, rewriting(place -> true, FirstHairpins::new)),
                named("nobody-refuses-for-who-has-left").before(Commands.class, rewriting(place -> true, Dropped::new)),
                named("clients-are-forgotten-when-a-pod-joins")
                        .before(Commands.class, Scripts.nft(script -> script + forgotten(script, NEW_CLIENTS))),
                named("clients-are-forgotten-when-the-pods-change")
                        .before(Commands.class, Scripts.nft(script -> script + forgotten(script, REFILLED))),
                named("node-ports-are-read-once")
                        .sight(
                                Set.of(Part.PROXY),
                                Service.class,
                                Lens.recalling(ServiceChangeFaults::nodePortsOf, true)));
    }

    /** The address of a service that was changed is that of the next one too. */
    private static Fault givenTwice() {
        Set<String> changed = ConcurrentHashMap.newKeySet();
        Queue<String> free = new ConcurrentLinkedQueue<>();
        Map<String, String> second = new ConcurrentHashMap<>();
        return named("an-address-is-given-twice")
                .before(
                        Answers.class,
                        Documents.shown(
                                asked -> asked.isFor("services"), service -> at(service, second.get(key(service)))))
                .before(Answers.class, (real, place) -> request -> {
                    Asked asked = Asked.of(request);
                    boolean ours = asked.who() == Asked.Who.USER && asked.isFor("services");
                    if (ours && asked.method().equals("POST") && !free.isEmpty()) {
                        second.put(asked.namespace() + "/" + Documents.name(request), free.remove());
                    }
                    return real.handle(request)
                            .thenApply(reply -> ours && asked.isChange()
                                    ? Documents.changed(reply, service -> {
                                        if (changed.add(key(service))) {
                                            free.add(Json.text(service, "spec", "clusterIP"));
                                        }
                                        return service;
                                    })
                                    : reply);
                });
    }

    private static String key(ObjectNode object) {
        return Json.text(object, "metadata", "namespace") + "/" + Json.text(object, "metadata", "name");
    }

    private static ObjectNode at(ObjectNode service, String address) {
        if (address != null && !Json.text(service, "spec", "clusterIP").equals("None")) {
            Json.child(service, "spec")
                    .put("clusterIP", address)
                    .putArray("clusterIPs")
                    .add(address);
        }
        return service;
    }

    private static Service nodePortsOf(Service now, Service first) {
        Map<String, Integer> numbers = new HashMap<>();
        first.getSpec().getPorts().forEach(port -> numbers.put(name(port), port.getNodePort()));
        Service copy = new ServiceBuilder(now).build();
        copy.getSpec().getPorts().forEach(port -> port.setNodePort(numbers.get(name(port))));
        return copy;
    }

    private static String name(ServicePort port) {
        return Objects.requireNonNullElse(port.getName(), "");
    }

    /**
     * What makes the kernel forget the known clients of some services.
     *
     * @param sign of a line that says so; its first group names the service as a set of clients does
     */
    private static String forgotten(String script, Pattern sign) {
        Set<String> made = firstGroups(script, NEW_CLIENTS);
        Set<String> joined = firstGroups(script, sign).stream()
                .map(ServiceChangeFaults::service)
                .collect(Collectors.toSet());
        StringBuilder flushes = new StringBuilder();
        script.lines()
                .map(CLIENTS::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .filter(set -> joined.contains(service(set)) && !made.contains(set))
                .forEach(set ->
                        flushes.append("flush set ").append(TABLE).append(set).append('\n'));
        return flushes.toString();
    }

    private static Set<String> firstGroups(String script, Pattern line) {
        return script.lines()
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** The part that chains and sets of one service have in common. */
    private static String service(String name) {
        return name.split("-", 3)[1];
    }

    /** Writes the rules for services otherwise, and remembers what it wrote. */
    private interface Rewriter {
        /** What is written in place of a line. */
        List<String> line(String line);

        /** All rules are written anew. */
        void begin();
    }

    private static Fault.Decorator<Commands> rewriting(Predicate<Place> where, Supplier<Rewriter> kind) {
        return (real, place) -> {
            if (!where.test(place)) {
                return real;
            }
            Rewriter rewriter = kind.get();
            return Scripts.nft(script -> rewritten(script, rewriter)).before(real, place);
        };
    }

    private static String rewritten(String script, Rewriter rewriter) {
        StringBuilder text = new StringBuilder();
        synchronized (rewriter) {
            if (script.contains("delete table " + TABLE.strip())) {
                rewriter.begin();
            }
            script.lines()
                    .flatMap(line -> rewriter.line(line).stream())
                    .forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    /** Backends that join a service with others are not counted. */
    private static final class OldNumbers implements Rewriter {
        private final Map<String, Integer> numbers = new HashMap<>();

        @Override
        public void begin() {
            numbers.clear();
        }

        @Override
        public List<String> line(String line) {
            Matcher chain = CHAIN.matcher(line);
            if (!chain.matches()) {
                return List.of(line);
            }
            if (chain.group(1).equals("add chain")) {
                numbers.remove(chain.group(2));
            }
            return List.of(ServiceFaults.backends(line, list -> {
                int number = Math.min(list.size(), numbers.getOrDefault(chain.group(2), list.size()));
                numbers.put(chain.group(2), number);
                list.subList(number, list.size()).clear();
            }));
        }
    }

    /** Only who was there when a service was first served gets a way back to itself. */
    private static final class FirstHairpins implements Rewriter {
        private boolean first;

        @Override
        public void begin() {
            first = false;
        }

        @Override
        public List<String> line(String line) {
            Matcher chain = CHAIN.matcher(line);
            if (chain.matches()) {
                first = chain.group(1).equals("add chain");
            }
            boolean hairpin = line.startsWith("add element " + TABLE + "hairpins ");
            return hairpin && !first ? List.of() : List.of(line);
        }
    }

    /** What was served, and is no more, is dropped. */
    private static final class Dropped implements Rewriter {
        private final Set<String> dropped = new HashSet<>();

        @Override
        public void begin() {
            dropped.clear();
        }

        @Override
        public List<String> line(String line) {
            List<String> lines = new ArrayList<>(List.of(line));
            Matcher unserved = UNSERVED.matcher(line);
            Matcher served = SERVED.matcher(line);
            if (unserved.matches()) {
                dropped.add(unserved.group(1));
                lines.add("add element " + TABLE + "services { " + unserved.group(1) + " : drop }");
            } else if (served.matches() && dropped.remove(served.group(1))) {
                lines.add(0, "delete element " + TABLE + "services { " + served.group(1) + " }");
            }
            return lines;
        }
    }
}
