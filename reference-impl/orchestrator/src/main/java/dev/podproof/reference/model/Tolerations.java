package dev.podproof.reference.model;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Objects;

/** Which taints of a node a pod does not mind. */
public final class Tolerations {

    private Tolerations() {}

    public static boolean tolerates(Pod pod, Taint taint) {
        return pod.getSpec().getTolerations().stream().anyMatch(toleration -> tolerates(toleration, taint));
    }

    /** Those of the pod's tolerations that speak of the taint. */
    public static List<Toleration> of(Pod pod, Taint taint) {
        return pod.getSpec().getTolerations().stream()
                .filter(toleration -> tolerates(toleration, taint))
                .toList();
    }

    /** What a toleration leaves out it does not ask about; without a key it has to say that it means every one. */
    private static boolean tolerates(Toleration toleration, Taint taint) {
        if (isSet(toleration.getEffect()) && !toleration.getEffect().equals(taint.getEffect())) {
            return false;
        }
        if (isSet(toleration.getKey()) && !toleration.getKey().equals(taint.getKey())) {
            return false;
        }
        if ("Exists".equals(toleration.getOperator())) {
            return true;
        }
        return isSet(toleration.getKey())
                && Objects.toString(toleration.getValue(), "").equals(Objects.toString(taint.getValue(), ""));
    }

    private static boolean isSet(String text) {
        return text != null && !text.isEmpty();
    }
}
