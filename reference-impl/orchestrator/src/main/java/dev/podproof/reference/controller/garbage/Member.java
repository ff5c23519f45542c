package dev.podproof.reference.controller.garbage;

import dev.podproof.reference.controller.ServedKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;

/** What the collector keeps of an object: its identity, its owners, and whether it goes and what it then waits for. */
record Member(ServedKind kind, GenericKubernetesResource object) {

    /** Keeps the object until all that it owns, and that has a say in it, is gone. */
    static final String FOREGROUND = "foregroundDeletion";

    /** Keeps the object until what it owns has forgotten it. */
    static final String ORPHAN = "orphan";

    static Member of(ServedKind kind, HasMetadata whole) {
        return new Member(kind, essence(kind, whole));
    }

    /** As much of an object as its size does not matter for. */
    static GenericKubernetesResource essence(ServedKind kind, HasMetadata whole) {
        ObjectMeta from = whole.getMetadata();
        ObjectMeta kept = new ObjectMeta();
        kept.setNamespace(from.getNamespace());
        kept.setName(from.getName());
        kept.setUid(from.getUid());
        kept.setResourceVersion(from.getResourceVersion());
        kept.setDeletionTimestamp(from.getDeletionTimestamp());
        kept.setFinalizers(List.copyOf(from.getFinalizers()));
        kept.setOwnerReferences(List.copyOf(from.getOwnerReferences()));
        GenericKubernetesResource essence = new GenericKubernetesResource();
        essence.setApiVersion(kind.apiVersion());
        essence.setKind(kind.name());
        essence.setMetadata(kept);
        return essence;
    }

    private ObjectMeta metadata() {
        return object.getMetadata();
    }

    String uid() {
        return metadata().getUid();
    }

    /** Null for kinds of the cluster. */
    String namespace() {
        return metadata().getNamespace();
    }

    String name() {
        return metadata().getName();
    }

    List<OwnerReference> owners() {
        return metadata().getOwnerReferences();
    }

    List<String> finalizers() {
        return metadata().getFinalizers();
    }

    boolean isEnding() {
        return metadata().getDeletionTimestamp() != null;
    }

    boolean isEndingInForeground() {
        return isEnding() && finalizers().contains(FOREGROUND);
    }

    /** Whether that owner, if it is deleted in the foreground, has to wait for this; an object of the cluster belongs to no namespace. */
    boolean blocks(Member owner) {
        boolean canBeOwned = namespace() != null || owner.namespace() == null;
        return canBeOwned
                && owners().stream()
                        .anyMatch(reference -> reference.getUid().equals(owner.uid())
                                && Boolean.TRUE.equals(reference.getBlockOwnerDeletion()));
    }

    /** Whether there is nothing new in this that the collector minds. */
    boolean isLike(Member other) {
        return isEnding() == other.isEnding()
                && finalizers().equals(other.finalizers())
                && owners().equals(other.owners());
    }

    @Override
    public String toString() {
        return kind.plural() + " " + (namespace() == null ? "" : namespace() + "/") + name();
    }
}
