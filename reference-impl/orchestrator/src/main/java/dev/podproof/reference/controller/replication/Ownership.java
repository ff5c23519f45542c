package dev.podproof.reference.controller.replication;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which pods are a controller's: it takes those that match its selector and have no controller, and lets go those that no longer match (RC-04). */
final class Ownership {

    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

    private final KubernetesClient client;
    private final ClusterView view;

    Ownership(KubernetesClient client, ClusterView view) {
        this.client = client;
        this.view = view;
    }

    /** What a pod says of the controller that made or adopted it. */
    static OwnerReference reference(ReplicationController controller) {
        return new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("ReplicationController")
                .withName(controller.getMetadata().getName())
                .withUid(controller.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** Adopts and releases, then lists the controller's pods, those that are ending or have ended among them. */
    List<Pod> claim(ReplicationController controller) {
        String namespace = controller.getMetadata().getNamespace();
        boolean takes = !Pods.isEnding(controller);
        List<Pod> own = new ArrayList<>();
        for (Pod pod : view.list(
                Pod.class, Pods.BY_CONTROLLER, controller.getMetadata().getUid())) {
            if (Pods.selects(controller.getSpec().getSelector(), pod) || Pods.isEnding(pod) || Pods.hasEnded(pod)) {
                own.add(pod);
            } else if (takes) {
                release(controller, pod);
            }
        }
        List<Pod> candidates = view.list(Pod.class, Pods.BY_CONTROLLER, Pods.orphansOf(namespace)).stream()
                .filter(pod -> takes && !Pods.isEnding(pod) && !Pods.hasEnded(pod))
                .filter(pod -> Pods.selects(controller.getSpec().getSelector(), pod))
                .toList();
        if (!candidates.isEmpty() && isStillThere(controller)) {
            candidates.stream().filter(pod -> adopt(controller, pod)).forEach(own::add);
        }
        return own;
    }

    /** The view may not know yet that it was deleted, and a pod adopted after that would be collected with it. */
    private boolean isStillThere(ReplicationController controller) {
        ReplicationController current = client.replicationControllers()
                .inNamespace(controller.getMetadata().getNamespace())
                .withName(controller.getMetadata().getName())
                .get();
        return current != null
                && current.getMetadata()
                        .getUid()
                        .equals(controller.getMetadata().getUid())
                && !Pods.isEnding(current);
    }

    /** Written with the pod's revision, so that of two controllers which want it only one can have it. */
    private boolean adopt(ReplicationController controller, Pod pod) {
        Pod adopted = new PodBuilder(pod)
                .editMetadata()
                .addToOwnerReferences(reference(controller))
                .endMetadata()
                .build();
        return isWritten(controller, pod, adopted, "adopted");
    }

    private void release(ReplicationController controller, Pod pod) {
        String uid = controller.getMetadata().getUid();
        Pod released = new PodBuilder(pod)
                .editMetadata()
                .removeMatchingFromOwnerReferences(owner -> uid.equals(owner.getUid()))
                .endMetadata()
                .build();
        isWritten(controller, pod, released, "released");
    }

    private boolean isWritten(ReplicationController controller, Pod before, Pod after, String what) {
        try {
            client.pods()
                    .inNamespace(before.getMetadata().getNamespace())
                    .resource(after)
                    .update();
            LOG.info(
                    "{} {} {}/{}",
                    controller.getMetadata().getName(),
                    what,
                    before.getMetadata().getNamespace(),
                    before.getMetadata().getName());
            return true;
        } catch (KubernetesClientException refused) {
            if (ApiErrors.isNotFound(refused)) {
                return false;
            }
            throw refused;
        }
    }
}
