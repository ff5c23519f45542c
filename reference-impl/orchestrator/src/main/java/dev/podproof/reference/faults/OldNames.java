package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Fault.named;

import dev.podproof.reference.dns.zone.Answer;
import dev.podproof.reference.dns.zone.RecordData;
import dev.podproof.reference.dns.zone.Zone;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;

/** Names that are right when asked for addresses, and addresses that are right for their first name. */
final class OldNames {
    private static final Set<Integer> AAAA_AND_SRV = Set.of(28, 33);
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
}
