package dev.podproof.reference.dns.zone;

import dev.podproof.reference.api.Ipv4Address;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The names of one service, as Kubernetes' DNS-based service discovery has them (DNS-01 to DNS-06): the service itself, its named
 * ports, and the hosts behind it if it is headless.
 *
 * @param byName what stands before the service's own name ({@code ""} for the service itself) -> what it stands for
 * @param byAddress addresses that lead back to a name
 */
record ServiceNames(Map<String, List<RecordData>> byName, Map<String, String> byAddress) {

    ServiceNames {
        Map<String, List<RecordData>> copy = new HashMap<>();
        byName.forEach((name, data) -> copy.put(name, data.stream().distinct().toList()));
        byName = Map.copyOf(copy);
        byAddress = Map.copyOf(byAddress);
    }

    /**
     * The names of a service.
     *
     * @param fullName the service's own name in the zone
     */
    static ServiceNames of(Service service, Optional<Endpoints> endpoints, String fullName) {
        Builder names = new Builder(fullName);
        if (service.getSpec() == null) {
            return new ServiceNames(names.byName, names.byAddress);
        }
        String address = service.getSpec().getClusterIP();
        if ("ExternalName".equals(service.getSpec().getType())) {
            Optional.ofNullable(service.getSpec().getExternalName())
                    .ifPresent(name -> names.add("", new RecordData.Alias(withoutDot(name))));
        } else if ("None".equals(address)) {
            names.add("");
            endpoints.ifPresent(known -> known.getSubsets().forEach(names::addHosts));
        } else if (Ipv4Address.of(address).isPresent()) {
            names.add("", new RecordData.Address(address));
            names.byAddress.put(address, fullName);
            for (ServicePort port : service.getSpec().getPorts()) {
                names.addPort(port.getName(), port.getProtocol(), port.getPort(), fullName);
            }
        }
        return new ServiceNames(names.byName, names.byAddress);
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static final class Builder {
        private final String fullName;
        private final Map<String, List<RecordData>> byName = new HashMap<>();
        private final Map<String, String> byAddress = new HashMap<>();

        Builder(String fullName) {
            this.fullName = fullName;
        }

        void add(String name, RecordData... data) {
            byName.computeIfAbsent(name, first -> new ArrayList<>()).addAll(List.of(data));
        }

        void addHosts(EndpointSubset subset) {
            for (EndpointAddress address : subset.getAddresses()) {
                if (Ipv4Address.of(address.getIp()).isEmpty()) {
                    // A name in its place would be looked up elsewhere, by whoever answers.
                    continue;
                }
                String host = hostname(address);
                add("", new RecordData.Address(address.getIp()));
                add(host, new RecordData.Address(address.getIp()));
                byAddress.put(address.getIp(), host + "." + fullName);
                for (EndpointPort port : subset.getPorts()) {
                    addPort(port.getName(), port.getProtocol(), port.getPort(), host + "." + fullName);
                }
            }
        }

        void addPort(String name, String protocol, Integer number, String host) {
            if (name != null && !name.isEmpty() && number != null) {
                String transport = "_" + (protocol == null ? "tcp" : protocol.toLowerCase(Locale.ROOT));
                add("_" + name.toLowerCase(Locale.ROOT) + "." + transport, new RecordData.Target(number, host));
                // A name above one that exists does exist, even if it stands for nothing (RFC 8020).
                add(transport);
            }
        }

        /** Its own name if it has one, else one made from its address: every endpoint needs some name for SRV to point to. */
        private static String hostname(EndpointAddress address) {
            return address.getHostname() != null && !address.getHostname().isEmpty()
                    ? address.getHostname().toLowerCase(Locale.ROOT)
                    : address.getIp().replace('.', '-');
        }
    }
}
