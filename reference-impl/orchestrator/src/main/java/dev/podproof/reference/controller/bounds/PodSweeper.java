package dev.podproof.reference.controller.bounds;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.OneByOne;
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
    private static final Comparator<Pod> OLDEST_FIRST = Comparator.comparing(PodSweeper::made)
            .thenComparing(pod -> pod.getMetadata().getNamespace())
            .thenComparing(pod -> pod.getMetadata().getName());

    private final OneByOne sweeping = new OneByOne("removing pods of lost nodes");
    private final OneByOne counting = new OneByOne("counting pods that are over");
    private final OneByOne removing = new OneByOne("removing pods that are over");
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
        sweeping.each(view.list(Pod.class), pod -> {
            if (!Pods.nodeOf(pod).isEmpty() && gone.computeIfAbsent(Pods.nodeOf(pod), this::isGone)) {
                remove(pod, "its node " + Pods.nodeOf(pod) + " is gone");
            }
        });
        List<Pod> finished = view.list(Pod.class).stream()
                .filter(pod ->
                        counting.test(pod, each -> Pods.hasEnded(each) && !Pods.isEnding(each) && made(each) != null))
                .sorted(OLDEST_FIRST)
                .toList();
        removing.each(
                finished.subList(0, Math.max(0, finished.size() - mostFinished)),
                pod -> remove(pod, "more than " + mostFinished + " pods have ended"));
    }

    private static Instant made(Pod pod) {
        return Instant.parse(pod.getMetadata().getCreationTimestamp());
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
