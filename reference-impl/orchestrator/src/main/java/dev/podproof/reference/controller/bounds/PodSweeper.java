package dev.podproof.reference.controller.bounds;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pods that no agent will ever take away: those of nodes that are gone, and the oldest of too many that have ended. */
final class PodSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(PodSweeper.class);
    private static final Comparator<Pod> OLDEST_FIRST = Comparator.<Pod, Instant>comparing(
                    pod -> Instant.parse(pod.getMetadata().getCreationTimestamp()))
            .thenComparing(pod -> pod.getMetadata().getNamespace())
            .thenComparing(pod -> pod.getMetadata().getName());

    private final KubernetesClient client;
    private final ClusterView view;
    private final int mostFinished;

    /** @param mostFinished how many ended pods may stay */
    PodSweeper(KubernetesClient client, ClusterView view, int mostFinished) {
        this.client = client;
        this.view = view;
        this.mostFinished = mostFinished;
    }

    void sweep() {
        Map<String, Boolean> gone = new HashMap<>();
        view.list(Pod.class).stream()
                .filter(pod -> !Pods.nodeOf(pod).isEmpty())
                .filter(pod -> gone.computeIfAbsent(Pods.nodeOf(pod), this::isGone))
                .forEach(pod -> remove(pod, "its node " + Pods.nodeOf(pod) + " is gone"));
        List<Pod> finished = view.list(Pod.class).stream()
                .filter(pod -> Pods.hasEnded(pod) && !Pods.isEnding(pod))
                .sorted(OLDEST_FIRST)
                .toList();
        finished.stream()
                .limit(Math.max(0, finished.size() - mostFinished))
                .forEach(pod -> remove(pod, "more than " + mostFinished + " pods have ended"));
    }

    /** Asked of the API server too: a pod may be known before the node that it is bound to. */
    private boolean isGone(String node) {
        return view.find(Node.class, node).isEmpty()
                && client.nodes().withName(node).get() == null;
    }

    /** Without a grace period, which nobody is there to keep. */
    private void remove(Pod pod, String why) {
        LOG.info(
                "removing pod {}/{}: {}",
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                why);
        ApiErrors.ignoringGone(() -> client.resource(pod).withGracePeriod(0).delete());
    }
}
