package dev.podproof.benchmarks;

import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** The records of a cluster's services, as each server wants to be told, and the questions about them. */
final class DnsRecords {
    static final int DNSMASQ_PORT = 5301;
    static final int UNBOUND_PORT = 5302;

    private final List<Entry> entries;

    private record Entry(String name, String address) {
        String reversed() {
            String[] octets = address.split("\\.", -1);
            return String.join(".", octets[3], octets[2], octets[1], octets[0]) + ".in-addr.arpa";
        }

        String port() {
            return "_http._tcp." + name;
        }
    }

    DnsRecords(List<Service> services) {
        this.entries = services.stream()
                .map(service -> new Entry(
                        service.getMetadata().getName() + "."
                                + service.getMetadata().getNamespace() + ".svc.cluster.local",
                        service.getSpec().getClusterIP()))
                .toList();
    }

    /** Of ten, seven ask for an address, and one each for a port, for an address's name, and for a name that is not there. */
    String queries() {
        List<String> queries = new ArrayList<>();
        for (Entry entry : entries) {
            queries.addAll(Collections.nCopies(7, entry.name() + " A"));
            queries.add(entry.port() + " SRV");
            queries.add(entry.reversed() + " PTR");
            queries.add("no-" + entry.name() + " A");
        }
        Collections.shuffle(queries, new Random(20150101));
        return String.join("\n", queries) + "\n";
    }

    String dnsmasq() {
        return """
                port=%d
                listen-address=127.0.0.1
                bind-interfaces
                user=root
                pid-file=/bench/dnsmasq.pid
                no-resolv
                no-hosts
                local-ttl=5
                local=/cluster.local/
                """.formatted(DNSMASQ_PORT)
                + entries.stream()
                        .map(entry -> "host-record=%s,%s%nsrv-host=%s,%s,80%n"
                                .formatted(entry.name(), entry.address(), entry.port(), entry.name()))
                        .collect(Collectors.joining());
    }

    String unbound() {
        return """
                server:
                  interface: 127.0.0.1
                  port: %d
                  do-ip6: no
                  use-syslog: no
                  username: ""
                  chroot: ""
                  directory: "/bench"
                  pidfile: "/bench/unbound.pid"
                  local-zone: "cluster.local." static
                """.formatted(UNBOUND_PORT)
                + entries.stream()
                        .map(entry -> ("  local-data: \"%s. 5 A %s\"%n"
                                        + "  local-data: \"%s. 5 SRV 0 100 80 %s.\"%n"
                                        + "  local-data-ptr: \"%s 5 %s\"%n")
                                .formatted(
                                        entry.name(),
                                        entry.address(),
                                        entry.port(),
                                        entry.name(),
                                        entry.address(),
                                        entry.name()))
                        .collect(Collectors.joining())
                + "remote-control:\n  control-enable: no\n";
    }
}
