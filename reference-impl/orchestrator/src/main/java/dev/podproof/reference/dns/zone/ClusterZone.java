package dev.podproof.reference.dns.zone;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All names of the cluster: {@code SERVICE.NAMESPACE.svc.ORIGIN} and what belongs to it, {@code 1-2-3-4.NAMESPACE.pod.ORIGIN},
 * {@code dns-version.ORIGIN}, and the way back from addresses to names.
 */
public final class ClusterZone implements Zone {

    /** The version of the specification that these names follow. */
    private static final String SCHEMA_VERSION = "1.1.0";

    private static final String REVERSE = ".in-addr.arpa";
    private static final Pattern DASHED = Pattern.compile("(\\d{1,3})-(\\d{1,3})-(\\d{1,3})-(\\d{1,3})");
    private static final Pattern REVERSED = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    private final String origin;
    private final List<AddressRange> ownRanges;
    private final Map<String, ServiceNames> services = new ConcurrentHashMap<>();
    private final Map<String, List<String>> names = new ConcurrentHashMap<>();
    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
    private final AtomicLong version = new AtomicLong();

    /**
     * An empty zone.
     *
     * @param origin such as {@code cluster.local}
     * @param ownRanges the cluster's own address ranges (CIDR): only here is an address without a name nobody's
     */
    public ClusterZone(String origin, List<String> ownRanges) {
        this.origin = origin;
        this.ownRanges = ownRanges.stream().map(AddressRange::parse).toList();
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public long version() {
        return version.get();
    }

    /** Learns or relearns a service. */
    public synchronized void put(Service service, Optional<Endpoints> endpoints) {
        String key = service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
        ServiceNames after = ServiceNames.of(service, endpoints, fullName(service));
        ServiceNames before = services.put(key, after);
        if (!after.equals(before)) {
            forgetAddresses(before);
            after.byAddress().forEach((address, name) -> names.merge(address, List.of(name), ClusterZone::both));
            version.incrementAndGet();
        }
    }

    /** Forgets a service. */
    public synchronized void remove(String namespace, String name) {
        ServiceNames before = services.remove(namespace + "/" + name);
        if (before != null) {
            forgetAddresses(before);
            version.incrementAndGet();
        }
    }

    /** Learns that a namespace exists, with or without services. */
    public void putNamespace(String name) {
        if (namespaces.add(name)) {
            version.incrementAndGet();
        }
    }

    /** Forgets a namespace. */
    public void removeNamespace(String name) {
        if (namespaces.remove(name)) {
            version.incrementAndGet();
        }
    }

    @Override
    public Answer find(String name) {
        if (name.equals(origin)) {
            return new Answer.Found(List.of());
        }
        if (name.endsWith("." + origin)) {
            return findOwn(name.substring(0, name.length() - origin.length() - 1));
        }
        return name.endsWith(REVERSE)
                ? findAddress(name.substring(0, name.length() - REVERSE.length()))
                : new Answer.NotOurs();
    }

    private Answer findOwn(String name) {
        if (name.equals("svc") || name.equals("pod")) {
            return new Answer.Found(List.of());
        }
        if (name.equals("dns-version")) {
            return new Answer.Found(List.of(new RecordData.Text(SCHEMA_VERSION)));
        }
        if (name.endsWith(".svc")) {
            return findService(name.substring(0, name.length() - 4));
        }
        return name.endsWith(".pod") ? findPod(name.substring(0, name.length() - 4)) : new Answer.NoSuchName();
    }

    /** {@code [what.]service.namespace}, or a namespace alone. */
    private Answer findService(String name) {
        int lastDot = name.lastIndexOf('.');
        if (lastDot < 0) {
            return namespaces.contains(name) ? new Answer.Found(List.of()) : new Answer.NoSuchName();
        }
        int dotBefore = name.lastIndexOf('.', lastDot - 1);
        String namespace = name.substring(lastDot + 1);
        String service = name.substring(dotBefore + 1, lastDot);
        String prefix = dotBefore < 0 ? "" : name.substring(0, dotBefore);
        ServiceNames known = services.get(namespace + "/" + service);
        List<RecordData> data = known == null ? null : known.byName().get(prefix);
        return data == null ? new Answer.NoSuchName() : new Answer.Found(data);
    }

    private Answer findPod(String name) {
        int dot = name.lastIndexOf('.');
        String namespace = name.substring(dot + 1);
        if (!namespaces.contains(namespace)) {
            return new Answer.NoSuchName();
        }
        if (dot < 0) {
            return new Answer.Found(List.of());
        }
        Matcher dashed = DASHED.matcher(name.substring(0, dot));
        Optional<String> address = dashed.matches() ? address(dashed, 1, 2, 3, 4) : Optional.empty();
        return address.<Answer>map(ip -> new Answer.Found(List.of(new RecordData.Address(ip))))
                .orElseGet(Answer.NoSuchName::new);
    }

    private Answer findAddress(String reversed) {
        Matcher parts = REVERSED.matcher(reversed);
        Optional<String> address = parts.matches() ? address(parts, 4, 3, 2, 1) : Optional.empty();
        if (address.isEmpty()) {
            return new Answer.NotOurs();
        }
        List<String> known = names.get(address.get());
        if (known != null) {
            return new Answer.Found(
                    known.stream().<RecordData>map(RecordData.Pointer::new).toList());
        }
        boolean ours = ownRanges.stream().anyMatch(range -> range.contains(address.get()));
        return ours ? new Answer.NoSuchName() : new Answer.NotOurs();
    }

    private String fullName(Service service) {
        return "%s.%s.svc.%s"
                .formatted(
                        service.getMetadata().getName(), service.getMetadata().getNamespace(), origin);
    }

    private void forgetAddresses(ServiceNames before) {
        if (before != null) {
            before.byAddress()
                    .forEach((address, name) -> names.computeIfPresent(address, (ip, known) -> {
                        List<String> rest = new ArrayList<>(known);
                        rest.remove(name);
                        return rest.isEmpty() ? null : List.copyOf(rest);
                    }));
        }
    }

    private static List<String> both(List<String> some, List<String> more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(more);
        return all.stream().sorted().toList();
    }

    private static Optional<String> address(Matcher octets, int... order) {
        StringBuilder address = new StringBuilder();
        for (int group : order) {
            int octet = Integer.parseInt(octets.group(group));
            if (octet > 255) {
                return Optional.empty();
            }
            address.append(address.isEmpty() ? "" : ".").append(octet);
        }
        return Optional.of(address.toString());
    }
}
