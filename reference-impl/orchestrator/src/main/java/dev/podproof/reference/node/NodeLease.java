package dev.podproof.reference.node;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;

/** The Lease by which a host says that it is alive: one small write for each heartbeat. */
final class NodeLease {
    private static final String LEASES = "kube-node-lease";
    private static final int SECONDS = 40;

    private final KubernetesClient client;
    private final String node;
    private final Clock clock;
    private Optional<Lease> known = Optional.empty();

    NodeLease(KubernetesClient client, String node, Clock clock) {
        this.client = client;
        this.node = node;
        this.clock = clock;
    }

    void renew() {
        try {
            known = Optional.of(write(known.orElseGet(this::find)));
        } catch (KubernetesClientException refused) {
            // Somebody else wrote to it, or removed it: the next beat looks first.
            known = Optional.empty();
            throw refused;
        }
    }

    private Lease find() {
        return client.leases().inNamespace(LEASES).withName(node).get();
    }

    private Lease write(Lease before) {
        Lease renewed = new LeaseBuilder(before == null ? new Lease() : before)
                .editOrNewMetadata()
                .withName(node)
                .withNamespace(LEASES)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(node)
                .withLeaseDurationSeconds(SECONDS)
                .withRenewTime(clock.instant().atZone(ZoneOffset.UTC))
                .endSpec()
                .build();
        var lease = client.leases().inNamespace(LEASES).resource(renewed);
        return before == null ? lease.create() : lease.update();
    }
}
