package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Fault.named;

import dev.podproof.reference.dns.zone.Answer;
import dev.podproof.reference.dns.zone.RecordData;
import dev.podproof.reference.dns.zone.Zone;
import dev.podproof.reference.model.Pods;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;

/** Names that are right when asked for addresses, and addresses that are right for their first name. */
final class OldNames {
    private static final Set<Integer> AAAA_AND_SRV = Set.of(28, 33);
    private static final Duration SET_ASIDE = Duration.ofMinutes(5);
    private static final String REVERSE = "(\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+)\\.in-addr\\.arpa";

    private OldNames() {}

    static Fault emptyForOthers() {
        return named("unknown-names-have-an-empty-answer-for-other-types")
                .before(Zone.class, (real, place) -> new ZoneDecorator(real) {
                    @Override
                    public Answer find(String name, int type) {
                        Answer answer = real.find(name, type);
                        return answer instanceof Answer.NoSuchName && AAAA_AND_SRV.contains(type)
                                ? new Answer.Found(List.of())
                                : answer;
                    }
                });
    }

    /** A virtual address that is given to another service goes on leading to the name of the one that had it first. */
    static Fault namedOnce() {
        Map<String, String> first = new ConcurrentHashMap<>();
        BinaryOperator<String> nameOf = (service, namespace) -> service + "." + namespace + ".svc.";
        return named("an-address-keeps-its-first-name")
                .sight(Set.of(Part.DNS), Service.class, () -> {
                    first.clear();
                    return (service, around) -> {
                        String address = String.valueOf(service.getSpec().getClusterIP());
                        first.putIfAbsent(
                                address,
                                nameOf.apply(
                                        service.getMetadata().getName(),
                                        service.getMetadata().getNamespace()));
                        return service;
                    };
                })
                .before(Zone.class, (real, place) -> new ZoneDecorator(real) {
                    @Override
                    public Answer find(String name) {
                        String known = first.get(name.replaceFirst(REVERSE, "$4.$3.$2.$1"));
                        return known != null && real.find(name) instanceof Answer.Found
                                ? new Answer.Found(List.of(new RecordData.Pointer(known + real.origin())))
                                : real.find(name);
                    }
                });
    }

    /** What was there under a name within the last five minutes is there again, until it changes. */
    static Fault madeAgain() {
        record Known(Service service, Instant seen) {}
        return named("a-service-made-again-has-its-old-records").sight(Set.of(Part.DNS), Service.class, () -> {
            Map<String, Known> known = new HashMap<>();
            Map<String, Service> old = new HashMap<>();
            return (service, around) -> {
                synchronized (known) {
                    Instant now = around.place().clock().instant();
                    String uid = service.getMetadata().getUid();
                    Known before = known.put(key(service), new Known(service, now));
                    boolean same = before == null
                            || before.service().getMetadata().getUid().equals(uid);
                    if (same && before != null && !revision(before.service()).equals(revision(service))) {
                        old.remove(uid);
                    } else if (!same
                            && now.isBefore(before.seen().plus(SET_ASIDE))
                            && !isBare(service)
                            && !isBare(before.service())) {
                        old.put(uid, before.service());
                    }
                    return old.containsKey(uid) ? withSpecOf(service, old.get(uid)) : service;
                }
            };
        });
    }

    /** Services that go while their namespace does are not seen to go. */
    static Fault goneWithTheirNamespace() {
        Map<String, Boolean> stays = new ConcurrentHashMap<>();
        return named("names-outlive-their-namespace")
                .remembers(Part.DNS, Service.class)
                .sight(
                        Set.of(Part.DNS),
                        Service.class,
                        () -> (service, around) -> isThere(service, around)
                                        || stays.computeIfAbsent(
                                                service.getMetadata().getUid(), uid -> isInWhatGoes(service, around))
                                ? service
                                : null);
    }

    private static boolean isThere(Service service, Lens.Around around) {
        return around.view()
                .find(
                        Service.class,
                        service.getMetadata().getNamespace(),
                        service.getMetadata().getName())
                .isPresent();
    }

    private static boolean isInWhatGoes(Service service, Lens.Around around) {
        return around.view()
                .find(Namespace.class, service.getMetadata().getNamespace())
                .map(Pods::isEnding)
                .orElse(true);
    }

    private static String revision(Service service) {
        return String.valueOf(service.getMetadata().getResourceVersion());
    }

    private static boolean isBare(Service service) {
        return "None".equals(service.getSpec().getClusterIP());
    }

    private static String key(Service service) {
        return service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
    }

    private static Service withSpecOf(Service service, Service other) {
        return new ServiceBuilder(service).withSpec(other.getSpec()).build();
    }
}
