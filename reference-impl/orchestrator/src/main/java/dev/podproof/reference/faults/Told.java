package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.PodJson.objects;
import static dev.podproof.reference.faults.PodJson.readByNodes;
import static dev.podproof.reference.faults.PodJson.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.Labels;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What hosts are told of their pods by a variable that no container is given. */
final class Told {
    private static final String VARIABLE = "PODPROOF_FAULT_TOLD";

    private final Map<String, String> known = new ConcurrentHashMap<>();

    /** At the front of the API server. */
    static Fault.Decorator<Answers> byTheApi(Function<ObjectNode, String> said) {
        return shown(
                readByNodes(),
                spec(s -> objects(s, "containers")
                        .forEach(container -> container
                                .withArray("env")
                                .addObject()
                                .put("name", VARIABLE)
                                .put("value", said.apply(s)))));
    }

    /** On a host; the container is made without it. */
    ContainerSpec heard(ContainerSpec container) {
        container.environment().stream()
                .filter(Told::isOne)
                .forEach(
                        one -> known.put(Specs.label(container, Labels.POD_UID), one.substring(VARIABLE.length() + 1)));
        return Specs.environment(
                container, all -> all.stream().filter(one -> !isOne(one)).toList());
    }

    /** Empty if nothing was said of the pod. */
    String of(String podUid) {
        return known.getOrDefault(podUid, "");
    }

    private static boolean isOne(String variable) {
        return variable.startsWith(VARIABLE + "=");
    }
}
