package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Fault.named;

import dev.podproof.reference.dns.server.Messages;
import dev.podproof.reference.dns.zone.Answer;
import dev.podproof.reference.dns.zone.RecordData;
import dev.podproof.reference.dns.zone.Zone;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerSpec.Mount;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Names that lead nowhere, to the wrong address, or to one that is no more. */
final class NameFaults {
    private static final long LATE = 90;
    private static final int FLAGS = 2;
    private static final byte IS_ANSWER = (byte) 0x80;
    private static final byte REFUSED = (byte) 0x85;
    private static final String RESOLVER = "/etc/resolv.conf";
    /** What names are completed by where full names are not to be found. */
    private static final String SHORT = ".short";

    private static final RecordData SOMEBODY = new RecordData.Address("192.0.2.1");

    private NameFaults() {}

    static List<Fault> all() {
        return List.of(
                named("names-outside-are-refused-over-tcp")
                        .before(
                                Messages.class,
                                (real, place) -> (packet, client, reply) -> isOutside(packet)
                                        ? refuse(packet, reply)
                                        : real.answerMessage(packet, client, reply)),
                named("later-containers-ask-the-hosts-resolver")
                        .before(ContainerRuntime.class, (real, place) -> new RuntimeDecorator(real) {
                            @Override
                            public String create(ContainerSpec spec) {
                                return real.create(
                                        Specs.isSandbox(spec) || Specs.isFirst(real, spec)
                                                ? spec
                                                : Specs.mounts(spec, NameFaults::hostsResolver));
                            }
                        }),
                named("whatever-stands-before-a-name-is-that-name")
                        .before(
                                Zone.class,
                                (real, place) -> new Through(
                                        real,
                                        (name, answer) ->
                                                answer instanceof Answer.NoSuchName ? parent(real, name) : answer)),
                named("ports-in-names-are-those-of-pods")
                        .sight(
                                Set.of(Part.DNS),
                                Service.class,
                                ServiceFaults.ports(ports -> ports.replaceAll(VariableFaults::targeted))),
                names(
                        "there-is-no-name",
                        (name, answer) -> answer instanceof Answer.Found ? new Answer.NoSuchName() : answer),
                names(
                        "unknown-names-have-an-address",
                        (name, answer) ->
                                answer instanceof Answer.NoSuchName ? new Answer.Found(List.of(SOMEBODY)) : answer),
                names(
                        "unknown-names-have-an-empty-answer",
                        (name, answer) -> answer instanceof Answer.NoSuchName ? new Answer.Found(List.of()) : answer),
                names(
                        "names-outside-are-unknown",
                        (name, answer) -> answer instanceof Answer.NotOurs ? new Answer.NoSuchName() : answer),
                names("there-are-no-ports-in-names", records(record -> !(record instanceof RecordData.Target))),
                names("there-are-no-names-of-addresses", records(record -> !(record instanceof RecordData.Pointer))),
                names(
                        "ports-in-names-are-others",
                        each(record -> record instanceof RecordData.Target target
                                ? new RecordData.Target(target.port() + 1, target.host())
                                : record)),
                names(
                        "names-of-addresses-are-short",
                        each(record -> record instanceof RecordData.Pointer pointer
                                ? new RecordData.Pointer(pointer.target().replaceAll("\\..*", ""))
                                : record)),
                names(
                        "only-one-address-of-a-name",
                        (name, answer) -> answer instanceof Answer.Found found
                                        && found.data().size() > 1
                                        && isAddress(found.data().get(0))
                                ? new Answer.Found(found.data().subList(0, 1))
                                : answer),
                named("ports-and-names-of-addresses-stay").before(Zone.class, (real, place) -> new LongMemory(real)),
                named("names-come-late")
                        .sight(
                                Set.of(Part.DNS),
                                Service.class,
                                () -> (service, around) -> around.age(service) < LATE ? null : service),
                named("names-of-deleted-services-stay").remembers(Part.DNS, Service.class),
                named("records-of-headless-services-are-only-added")
                        .sight(Set.of(Part.DNS), Endpoints.class, ServiceFaults.union(place -> true)),
                named("headless-services-name-pods-that-are-not-ready")
                        .sight(Part.DNS, Endpoints.class, NameFaults::allReady),
                named("services-have-the-address-of-a-pod")
                        .sight(Set.of(Part.DNS), Service.class, () -> NameFaults::addressOfPod),
                resolver("short-names-are-not-completed", line -> line.startsWith("search") ? "search ." : line),
                resolver(
                                "full-names-are-unknown",
                                line -> line.startsWith("search") ? line.replace(".local", SHORT) : line)
                        .before(
                                Zone.class,
                                (real, place) -> new Through(
                                        real,
                                        (name, answer) -> name.endsWith(SHORT)
                                                ? real.find(name.replace(SHORT, ".local"))
                                                : answer instanceof Answer.Found && name.endsWith(".local")
                                                        ? new Answer.NoSuchName()
                                                        : answer)),
                resolver(
                        "only-names-of-the-own-namespace-are-completed",
                        line -> line.startsWith("search")
                                ? String.join(" ", List.of(line.split(" ")).subList(0, 2))
                                : line));
    }

    private static Fault names(String id, BiFunction<String, Answer, Answer> change) {
        return named(id).before(Zone.class, (real, place) -> new Through(real, change));
    }

    private static BiFunction<String, Answer, Answer> records(Predicate<RecordData> wanted) {
        return (name, answer) ->
                answer instanceof Answer.Found found && !found.data().stream().allMatch(wanted)
                        ? new Answer.Found(found.data().stream().filter(wanted).toList())
                        : answer;
    }

    private static BiFunction<String, Answer, Answer> each(UnaryOperator<RecordData> change) {
        return (name, answer) -> answer instanceof Answer.Found found
                ? new Answer.Found(found.data().stream().map(change).toList())
                : answer;
    }

    /** A question holds its name label by label, each behind its length. */
    private static boolean isOutside(byte[] query) {
        String text = new String(query, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return !text.contains("\u0005local\u0000") && !text.contains("\u0004arpa\u0000");
    }

    private static boolean refuse(byte[] query, Consumer<byte[]> reply) {
        byte[] answer = query.clone();
        answer[FLAGS] |= IS_ANSWER;
        answer[FLAGS + 1] = REFUSED;
        reply.accept(answer);
        return true;
    }

    private static Mount hostsResolver(Mount mount) {
        return mount.target().equals(RESOLVER)
                ? new Mount(RESOLVER, mount.target(), mount.readOnly(), mount.propagation())
                : mount;
    }

    /** The answer for what a name is below of, if that has addresses. */
    private static Answer parent(Zone real, String name) {
        return real.find(name.substring(name.indexOf('.') + 1)) instanceof Answer.Found found
                        && found.data().stream().anyMatch(NameFaults::isAddress)
                ? found
                : new Answer.NoSuchName();
    }

    private static boolean isAddress(RecordData record) {
        return record instanceof RecordData.Address;
    }

    /** An agent writes a file for each pod; its container is given another one. */
    private static Fault resolver(String id, UnaryOperator<String> change) {
        return named(id)
                .before(
                        ContainerRuntime.class,
                        RuntimeDecorator.making(Specs.containers(spec -> Specs.sources(
                                spec,
                                mount -> mount.target().equals(RESOLVER)
                                        ? Places.rewritten(mount.source(), change)
                                        : mount.source()))));
    }

    private static Endpoints allReady(Endpoints endpoints) {
        return ServiceFaults.eachSubset(endpoints, subset -> {
            List<EndpointAddress> all = new ArrayList<>(subset.getAddresses());
            all.addAll(subset.getNotReadyAddresses());
            subset.setAddresses(all);
            subset.setNotReadyAddresses(List.of());
        });
    }

    private static Service addressOfPod(Service service, Lens.Around around) {
        boolean own = service.getMetadata().getNamespace().equals("default")
                || "None".equals(service.getSpec().getClusterIP());
        return own
                ? service
                : around.view()
                        .find(
                                Endpoints.class,
                                service.getMetadata().getNamespace(),
                                service.getMetadata().getName())
                        .flatMap(found -> found.getSubsets().stream()
                                .flatMap(subset -> subset.getAddresses().stream())
                                .findFirst())
                        .map(first -> new ServiceBuilder(service)
                                .editSpec()
                                .withClusterIP(first.getIp())
                                .endSpec()
                                .build())
                        .orElse(service);
    }

    private static final class Through extends ZoneDecorator {
        private final BiFunction<String, Answer, Answer> change;

        Through(Zone real, BiFunction<String, Answer, Answer> change) {
            super(real);
            this.change = change;
        }

        @Override
        public Answer find(String name) {
            return change.apply(name, real.find(name));
        }
    }

    /** Whoever asked for a port or for the name of an address once is told the same for ever. */
    private static final class LongMemory extends ZoneDecorator {
        private final Map<String, Answer.Found> told = new HashMap<>();

        LongMemory(Zone real) {
            super(real);
        }

        @Override
        public synchronized Answer find(String name) {
            Answer now = real.find(name);
            if (now instanceof Answer.Found found && found.data().stream().anyMatch(LongMemory::stays)) {
                told.put(name, found);
            }
            return now instanceof Answer.NoSuchName && told.containsKey(name) ? told.get(name) : now;
        }

        private static boolean stays(RecordData record) {
            return record instanceof RecordData.Target || record instanceof RecordData.Pointer;
        }
    }
}
