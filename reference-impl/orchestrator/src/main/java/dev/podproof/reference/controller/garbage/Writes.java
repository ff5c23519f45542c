package dev.podproof.reference.controller.garbage;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.controller.ServedKind;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PartialObjectMetadataList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MetadataListable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the collector does to objects. Each is read anew before, and written only as it was read: a watch may be behind, and an object that
 * is gone, or was made anew under its name, is none of its business.
 */
final class Writes {

    private static final Logger LOG = LoggerFactory.getLogger(Writes.class);

    private static final long PAGE = 500;

    private final KubernetesClient client;

    Writes(KubernetesClient client) {
        this.client = client;
    }

    /** An object as it is now. */
    Optional<Member> read(ServedKind kind, String namespace, String name) {
        return Optional.ofNullable(kind.object(client, namespace, name).getAsPartialObjectMetadata())
                .map(found -> Member.of(kind, found));
    }

    /** What of a kind names this owner now. */
    Stream<Member> dependents(ServedKind kind, Member owner) {
        boolean inOneNamespace = kind.namespaced() && owner.namespace() != null;
        MetadataListable objects = inOneNamespace
                ? kind.objects(client).inNamespace(owner.namespace())
                : kind.objects(client).inAnyNamespace();
        List<Member> dependents = new ArrayList<>();
        ListOptions page = new ListOptionsBuilder().withLimit(PAGE).build();
        do {
            PartialObjectMetadataList part = objects.listAsPartialObjectMetadata(page);
            part.getItems().stream()
                    .map(found -> Member.of(kind, found))
                    .filter(found -> found.owners().stream()
                            .anyMatch(reference -> reference.getUid().equals(owner.uid())))
                    .forEach(dependents::add);
            page.setContinue(part.getMetadata().getContinue());
        } while (page.getContinue() != null && !page.getContinue().isEmpty());
        return dependents.stream();
    }

    /** Deletes an object, unless its owners have changed; whoever asked for its orphans or its foreground before is heeded. */
    void delete(Member member, boolean waitForDependents) {
        now(member).filter(current -> current.owners().equals(member.owners())).ifPresent(current -> {
            LOG.debug("deleting {}, whose owners are gone or going", member);
            DeleteOptions options = new DeleteOptionsBuilder()
                    .withPropagationPolicy(policy(current, waitForDependents))
                    .withNewPreconditions(current.object().getMetadata().getResourceVersion(), current.uid())
                    .build();
            ApiErrors.ignoringGone(
                    () -> client.raw(member.kind().path(member.namespace(), member.name()), "DELETE", options));
        });
    }

    private static String policy(Member member, boolean waitForDependents) {
        if (member.finalizers().contains(Member.ORPHAN)) {
            return "Orphan";
        }
        return waitForDependents || member.finalizers().contains(Member.FOREGROUND) ? "Foreground" : "Background";
    }

    /** Takes references to these owners out. */
    void forget(Member dependent, Set<String> owners) {
        change(
                dependent,
                "ownerReferences",
                Member::owners,
                references -> references.stream()
                        .filter(reference -> !owners.contains(reference.getUid()))
                        .toList());
    }

    /** Lets this owner go before it. */
    void unblock(Member dependent, String owner) {
        change(
                dependent,
                "ownerReferences",
                Member::owners,
                references -> references.stream()
                        .map(reference -> reference.getUid().equals(owner) ? unblocking(reference) : reference)
                        .toList());
    }

    private static OwnerReference unblocking(OwnerReference reference) {
        return new OwnerReferenceBuilder(reference)
                .withBlockOwnerDeletion(false)
                .build();
    }

    void withoutFinalizer(Member member, String finalizer) {
        change(
                member,
                "finalizers",
                Member::finalizers,
                finalizers -> finalizers.stream()
                        .filter(other -> !other.equals(finalizer))
                        .toList());
    }

    private <T> void change(
            Member member, String field, Function<Member, List<T>> value, Function<List<T>, List<T>> change) {
        now(member).ifPresent(current -> {
            List<T> changed = change.apply(value.apply(current));
            if (changed.equals(value.apply(current))) {
                return;
            }
            String patch = client.getKubernetesSerialization()
                    .asJson(Map.of(
                            "metadata",
                            Map.of(
                                    "uid",
                                    current.uid(),
                                    "resourceVersion",
                                    current.object().getMetadata().getResourceVersion(),
                                    field,
                                    changed)));
            ApiErrors.ignoringGone(() -> member.kind()
                    .object(client, member.namespace(), member.name())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
        });
    }

    private Optional<Member> now(Member member) {
        return read(member.kind(), member.namespace(), member.name())
                .filter(current -> current.uid().equals(member.uid()));
    }
}
