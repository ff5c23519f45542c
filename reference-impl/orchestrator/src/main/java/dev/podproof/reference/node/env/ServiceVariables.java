package dev.podproof.reference.node.env;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The variables by which a container finds the services that were there before it (ENV-01): {@code REDIS_SERVICE_HOST}
 * and its like, and the family that Docker's links once gave ({@code REDIS_PORT_6379_TCP}).
 */
public final class ServiceVariables {
    private static final String MASTER_NAMESPACE = "default";
    private static final String MASTER = "kubernetes";

    private ServiceVariables() {}

    /** The variables for the containers of a pod, when these are the services of the cluster. */
    public static Map<String, String> of(Pod pod, Collection<Service> services) {
        boolean links = !Boolean.FALSE.equals(pod.getSpec().getEnableServiceLinks());
        String namespace = pod.getMetadata().getNamespace();
        Map<String, Service> visible = new TreeMap<>();
        for (Service service : services) {
            String name = service.getMetadata().getName();
            String from = service.getMetadata().getNamespace();
            if (!hasAddress(service)) {
                continue;
            }
            if (links && from.equals(namespace)) {
                visible.put(name, service);
            } else if (from.equals(MASTER_NAMESPACE) && name.equals(MASTER)) {
                // A service of that name in the pod's own namespace wins.
                visible.putIfAbsent(name, service);
            }
        }
        Map<String, String> variables = new LinkedHashMap<>();
        visible.values().forEach(service -> add(variables, service));
        return variables;
    }

    private static boolean hasAddress(Service service) {
        String address = service.getSpec() == null ? null : service.getSpec().getClusterIP();
        return address != null
                && !address.isEmpty()
                && !address.equals("None")
                && !service.getSpec().getPorts().isEmpty();
    }

    private static void add(Map<String, String> variables, Service service) {
        String name = variable(service.getMetadata().getName());
        String address = service.getSpec().getClusterIP();
        List<ServicePort> ports = service.getSpec().getPorts();
        ServicePort first = ports.get(0);
        variables.put(name + "_SERVICE_HOST", address);
        variables.put(name + "_SERVICE_PORT", String.valueOf(first.getPort()));
        for (ServicePort port : ports) {
            if (port.getName() != null && !port.getName().isEmpty()) {
                variables.put(name + "_SERVICE_PORT_" + variable(port.getName()), String.valueOf(port.getPort()));
            }
        }
        variables.put(name + "_PORT", url(first, address));
        for (ServicePort port : ports) {
            String prefix = name + "_PORT_" + port.getPort() + "_" + protocol(port);
            variables.put(prefix, url(port, address));
            variables.put(prefix + "_PROTO", protocol(port).toLowerCase(Locale.ROOT));
            variables.put(prefix + "_PORT", String.valueOf(port.getPort()));
            variables.put(prefix + "_ADDR", address);
        }
    }

    private static String url(ServicePort port, String address) {
        return protocol(port).toLowerCase(Locale.ROOT) + "://" + address + ":" + port.getPort();
    }

    private static String protocol(ServicePort port) {
        return Objects.requireNonNullElse(port.getProtocol(), "TCP").toUpperCase(Locale.ROOT);
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
