package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.Admission.Admitted;
import dev.podproof.reference.apiserver.allocation.AddressPool;
import dev.podproof.reference.apiserver.allocation.PortPool;
import dev.podproof.reference.apiserver.cache.Event;
import dev.podproof.reference.apiserver.cache.Interest;
import dev.podproof.reference.apiserver.cache.Shelf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives services their addresses and node ports.
 *
 * <p>Who holds what is read from the services themselves at the start; a deleted service gives back what it held.
 */
final class ServiceAllocation implements AutoCloseable {

    private static final String NONE = "None";

    private final AddressPool addresses;
    private final PortPool ports = new PortPool();
    private final Runnable stopWatching;

    ServiceAllocation(AddressPool addresses, Shelf services) {
        this.addresses = addresses;
        // The first address is that of the service kubernetes, whoever asks for it first.
        this.stopWatching = services.watchFromNow(
                Interest.EVERYTHING,
                listing -> listing.entries().forEach(entry -> hold(entry.document())),
                this::changed);
    }

    @Override
    public void close() {
        stopWatching.run();
    }

    /** Gives a new service what it asks for or what is free. */
    Admitted create(ObjectNode service, boolean dryRun) {
        return allocate(service, Set.of(), Set.of(), dryRun);
    }

    /** Gives a changed service what it lacks; what it had, it keeps. */
    Admitted update(ObjectNode old, ObjectNode service, boolean dryRun) {
        keep(old, service);
        return allocate(service, addressesOf(old), portsOf(old), dryRun);
    }

    private Admitted allocate(ObjectNode service, Set<String> hadAddresses, Set<Integer> hadPorts, boolean dryRun) {
        var claim = new Claim(service, hadAddresses, hadPorts);
        try {
            claim.take();
        } catch (ApiException refusal) {
            claim.undo();
            throw refusal;
        }
        if (dryRun) {
            claim.undo();
            return Admitted.NOTHING;
        }
        return claim;
    }

    private void changed(Event event) {
        var before = event.previous() == null ? Json.object() : event.previous().document();
        var now = event.deleted() ? Json.object() : event.entry().document();
        // What another master gave out is taken here too.
        hold(now);
        var kept = addressesOf(now);
        addressesOf(before).stream().filter(address -> !kept.contains(address)).forEach(addresses::release);
        var keptPorts = portsOf(now);
        portsOf(before).stream().filter(port -> !keptPorts.contains(port)).forEach(ports::release);
    }

    private void hold(ObjectNode service) {
        addressesOf(service).stream().filter(addresses::contains).forEach(addresses::claim);
        portsOf(service).stream().filter(ports::contains).forEach(ports::claim);
    }

    /** A caller that replaces a service without naming its address means the address that it has. */
    private static void keep(ObjectNode old, ObjectNode service) {
        var before = Json.child(old, "spec");
        var spec = Json.child(service, "spec");
        if (isExternalName(before) || isExternalName(spec)) {
            return;
        }
        for (var field : new String[] {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"}) {
            if (spec.path(field).isEmpty() && Json.text(spec, field).isEmpty() && before.has(field)) {
                spec.set(field, before.get(field));
            }
        }
        if (hasNodePorts(spec)) {
            for (var port : spec.path("ports")) {
                keepNodePort(before, (ObjectNode) port);
            }
        }
    }

    private static void keepNodePort(ObjectNode before, ObjectNode port) {
        if (port.path("nodePort").asInt() != 0) {
            return;
        }
        for (var had : before.path("ports")) {
            if (had.path("port").equals(port.path("port"))
                    && had.path("protocol").equals(port.path("protocol"))) {
                port.put("nodePort", had.path("nodePort").asInt());
            }
        }
    }

    private static Set<String> addressesOf(JsonNode service) {
        var address = Json.text(service, "spec", "clusterIP");
        return address.isEmpty() || address.equals(NONE) ? Set.of() : Set.of(address);
    }

    private static Set<Integer> portsOf(JsonNode service) {
        Set<Integer> held = new HashSet<>();
        service.path("spec")
                .path("ports")
                .forEach(port -> held.add(port.path("nodePort").asInt()));
        held.remove(0);
        return held;
    }

    private static boolean isExternalName(JsonNode spec) {
        return Json.text(spec, "type").equals("ExternalName");
    }

    private static boolean hasNodePorts(JsonNode spec) {
        var type = Json.text(spec, "type");
        return type.equals("NodePort") || type.equals("LoadBalancer");
    }

    /** What one request takes from the pools. */
    private final class Claim implements Admitted {

        private final ObjectNode service;
        private final ObjectNode spec;
        private final Set<String> hadAddresses;
        private final Set<Integer> hadPorts;
        private final List<Runnable> releases = new ArrayList<>();

        Claim(ObjectNode service, Set<String> hadAddresses, Set<Integer> hadPorts) {
            this.service = service;
            this.spec = Json.child(service, "spec");
            this.hadAddresses = hadAddresses;
            this.hadPorts = hadPorts;
        }

        @Override
        public void undo() {
            releases.forEach(Runnable::run);
            releases.clear();
        }

        void take() {
            if (isExternalName(spec)) {
                spec.remove(List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"));
                return;
            }
            takeAddress();
            if (hasNodePorts(spec)) {
                takePorts();
            } else {
                spec.path("ports").forEach(port -> ((ObjectNode) port).remove("nodePort"));
            }
        }

        private void takeAddress() {
            var wanted = Json.text(spec, "clusterIP");
            if (wanted.isEmpty()) {
                wanted = addresses.claimNext().orElseThrow(() -> used("service addresses of " + addresses.range()));
                claimed(wanted);
            } else if (!wanted.equals(NONE) && !hadAddresses.contains(wanted)) {
                if (!addresses.contains(wanted)) {
                    refuse(
                            "spec.clusterIPs",
                            wanted,
                            "failed to allocate IP " + wanted + ": the provided IP is not in the valid range "
                                    + addresses.range());
                }
                if (!addresses.claim(wanted)) {
                    refuse(
                            "spec.clusterIPs",
                            wanted,
                            "failed to allocate IP " + wanted + ": provided IP is already allocated");
                }
                claimed(wanted);
            }
            spec.put("clusterIP", wanted);
            spec.putArray("clusterIPs").add(wanted);
            spec.putArray("ipFamilies").add("IPv4");
            spec.put("ipFamilyPolicy", "SingleStack");
        }

        private void claimed(String address) {
            releases.add(() -> addresses.release(address));
        }

        /**
         * First what is asked for by number, so that none of it is given out to another port of the service. Two ports of one
         * number, TCP and UDP, share a node port.
         */
        private void takePorts() {
            Map<Integer, Integer> nodePorts = new HashMap<>();
            for (boolean named : new boolean[] {true, false}) {
                int index = 0;
                for (var port : spec.path("ports")) {
                    var field = "spec.ports[" + index++ + "].nodePort";
                    if (named == (port.path("nodePort").asInt() != 0)) {
                        takePort((ObjectNode) port, field, nodePorts);
                    }
                }
            }
        }

        private void takePort(ObjectNode port, String field, Map<Integer, Integer> nodePorts) {
            int number = port.path("port").asInt();
            int wanted = port.path("nodePort").asInt();
            Integer sibling = nodePorts.get(number);
            if (sibling != null && (wanted == 0 || wanted == sibling)) {
                port.put("nodePort", sibling);
                return;
            }
            if (wanted == 0) {
                wanted = ports.claimNext().orElseThrow(() -> used("node ports"));
                port.put("nodePort", wanted);
                claimed(wanted);
            } else if (!hadPorts.contains(wanted)) {
                claim(wanted, field);
            }
            nodePorts.put(number, wanted);
        }

        private void claim(int wanted, String field) {
            if (!ports.contains(wanted)) {
                refuse(
                        field,
                        wanted,
                        "provided port is not in the valid range. The range of valid ports is " + PortPool.FIRST + "-"
                                + PortPool.LAST);
            }
            if (!ports.claim(wanted)) {
                refuse(field, wanted, "provided port is already allocated");
            }
            claimed(wanted);
        }

        private void claimed(int port) {
            releases.add(() -> ports.release(port));
        }

        private void refuse(String field, Object value, String why) {
            var problems = new Problems();
            problems.invalid(field, value, why);
            problems.throwIfAny(new ApiException.Subject("", "Service", Json.text(service, "metadata", "name")));
        }

        private ApiException used(String what) {
            return new ApiException(
                    Reason.INTERNAL_ERROR, "all " + what + " are used; delete services that are not needed");
        }
    }
}
