package dev.podproof.reference.scheduler;

import dev.podproof.reference.events.EventRecorder;
import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes decisions where others see them: bindings, conditions and events. */
final class Verdicts {

    private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);
    private static final String CONDITION = "PodScheduled";

    private final KubernetesClient client;
    private final Clock clock;
    private final EventRecorder events;

    Verdicts(KubernetesClient client, Clock clock, EventRecorder events) {
        this.client = client;
        this.clock = clock;
        this.events = events;
    }

    /** Binds the pod to the host; false if that was refused, because somebody was faster or the API server is away. */
    boolean bind(Pod pod, String host) {
        String namespace = pod.getMetadata().getNamespace();
        String name = pod.getMetadata().getName();
        Binding binding = new BindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withUid(pod.getMetadata().getUid())
                .endMetadata()
                .withNewTarget()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(host)
                .endTarget()
                .build();
        try {
            client.raw("/api/v1/namespaces/" + namespace + "/pods/" + name + "/binding", "POST", binding);
            events.normal(pod, "Scheduled", "Successfully assigned %s/%s to %s".formatted(namespace, name, host));
            return true;
        } catch (KubernetesClientException refused) {
            LOG.warn("{}/{} was not bound to {}: {}", namespace, name, host, refused.getMessage());
            return false;
        }
    }

    /** Tells that no host takes the pod, in an event and in the pod's condition PodScheduled. */
    void nowhere(Pod pod, String why) {
        events.warning(pod, "FailedScheduling", why);
        Optional<PodCondition> known = pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> CONDITION.equals(condition.getType()))
                        .findFirst();
        if (known.isPresent() && why.equals(known.get().getMessage())) {
            return;
        }
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .resource(unschedulable(pod, why))
                    .updateStatus();
        } catch (KubernetesClientException refused) {
            // Somebody changed the pod meanwhile; the next attempt tells again.
            LOG.debug("condition of {} was not written: {}", pod.getMetadata().getName(), refused.getMessage());
        }
    }

    private Pod unschedulable(Pod pod, String why) {
        List<PodCondition> conditions = new ArrayList<>(
                pod.getStatus() == null ? List.of() : pod.getStatus().getConditions());
        conditions.removeIf(condition -> CONDITION.equals(condition.getType()));
        PodCondition condition = new PodCondition();
        condition.setType(CONDITION);
        condition.setStatus("False");
        condition.setReason("Unschedulable");
        condition.setMessage(why);
        condition.setLastTransitionTime(
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        conditions.add(condition);
        return new PodBuilder(pod)
                .editOrNewStatus()
                .withConditions(conditions)
                .endStatus()
                .build();
    }
}
