package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.api.kinds.ServiceTypes;
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
    private static final String HEALTH_CHECK = "healthCheckNodePort";

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

    private static Set<String> addressesOf(JsonNode service) {
        var address = Json.text(service, "spec", "clusterIP");
        return address.isEmpty() || address.equals(NONE) ? Set.of() : Set.of(address);
    }

    private static Set<Integer> portsOf(JsonNode service) {
        Set<Integer> held = new HashSet<>();
        service.path("spec")
                .path("ports")
                .forEach(port -> held.add(port.path("nodePort").asInt()));
        held.add(service.path("spec").path(HEALTH_CHECK).asInt());
        held.remove(0);
        return held;
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
            if (ServiceTypes.isExternalName(spec)) {
                spec.remove(List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"));
                return;
            }
            takeAddress();
            if (ServiceTypes.hasNodePorts(spec)) {
                takePorts();
            }
            if (ServiceTypes.hasHealthCheck(spec)) {
                takePort(spec, HEALTH_CHECK, "spec." + HEALTH_CHECK);
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
            spec.putIfAbsent("ipFamilyPolicy", spec.textNode("SingleStack"));
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
                for (var item : spec.path("ports")) {
                    var port = (ObjectNode) item;
                    var field = "spec.ports[" + index++ + "].nodePort";
                    boolean isNamed = port.path("nodePort").asInt() != 0;
                    if (named == isNamed && (isNamed || ServiceTypes.wantsNodePorts(spec))) {
                        Integer sibling = nodePorts.get(port.path("port").asInt());
                        if (sibling != null && !isNamed) {
                            port.put("nodePort", sibling);
                        } else if (sibling == null
                                || sibling != port.path("nodePort").asInt()) {
                            takePort(port, "nodePort", field);
                        }
                        nodePorts.put(
                                port.path("port").asInt(), port.path("nodePort").asInt());
                    }
                }
            }
        }

        private void takePort(ObjectNode holder, String name, String field) {
            int wanted = holder.path(name).asInt();
            if (wanted == 0) {
                wanted = ports.claimNext().orElseThrow(() -> used("node ports"));
                holder.put(name, wanted);
                claimed(wanted);
            } else if (!hadPorts.contains(wanted)) {
                claim(wanted, field);
            }
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
