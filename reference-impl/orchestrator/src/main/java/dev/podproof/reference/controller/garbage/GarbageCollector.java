package dev.podproof.reference.controller.garbage;

import dev.podproof.reference.controller.ReconcileLoop;
import dev.podproof.reference.controller.ServedKind;
import dev.podproof.reference.events.EventRecorder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what belongs to owners that are gone, as Kubernetes does: in the background, or before the owner goes where its deletion
 * waits for that (finalizer foregroundDeletion), or not at all where it is to leave orphans (finalizer orphan). An owner that is gone
 * or going beside one that stays is forgotten.
 *
 * <p>Objects of every kind that is served can own and be owned. An object is visited when it, its owners or what it owns change; what a
 * visit sees decides, never what happened before.
 */
public final class GarbageCollector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);
    private static final List<String> VERBS = List.of("delete", "list", "watch");

    /** Nobody wants to hear what became of an event's object. */
    private static final Set<String> NEVER_OWNED = Set.of("events");

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    /** What an owner is to its dependent. */
    private enum Owner {
        STAYS,
        GOES_AFTER_ITS_DEPENDENTS,
        GONE
    }

    private final KubernetesClient client;
    private final EventRecorder events;
    private final OwnerGraph graph;
    private final Writes writes;
    private final AbsentOwners absent = new AbsentOwners();
    private final ReconcileLoop<Key> loop;
    private final ReconcileLoop<String> discovery;
    private volatile boolean everythingIsKnown;

    private record Key(ServedKind kind, String uid, String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    public GarbageCollector(KubernetesClient client, EventRecorder events, ScheduledExecutorService executor) {
        this.client = client;
        this.events = events;
        this.graph = new OwnerGraph(client, this::changed);
        this.writes = new Writes(client);
        this.loop = new ReconcileLoop<>("garbage", executor, this::reconcile);
        this.discovery = new ReconcileLoop<>("kinds of garbage", executor, unused -> discover());
    }

    /** Begins to follow everything that may be owned; returns when it is known, as an owner is not to be let go before. */
    public void start() {
        discover();
        everythingIsKnown = true;
        graph.members().forEach(this::look);
    }

    @Override
    public void close() {
        discovery.close();
        loop.close();
        graph.close();
    }

    private void discover() {
        graph.follow(ServedKind.all(client, VERBS).stream()
                .filter(kind -> !NEVER_OWNED.contains(kind.plural()))
                .toList());
        discovery.addAfter("all", LOOK_AGAIN);
    }

    private void changed(Member before, Member after) {
        if (after == null) {
            absent.add(before.namespace(), before.uid());
            graph.dependents(before).forEach(this::look);
            wakeOwners(before);
        } else if (before == null || !after.isLike(before)) {
            look(after);
            wakeOwners(after);
            if (before != null) {
                // One that it does not name any more, or does not block, may have waited for that.
                wakeOwners(before);
            }
        }
    }

    private void wakeOwners(Member dependent) {
        for (OwnerReference reference : dependent.owners()) {
            graph.kind(reference)
                    .flatMap(kind -> graph.find(kind, reference.getUid()))
                    .filter(Member::isEndingInForeground)
                    .ifPresent(this::look);
        }
    }

    private void look(Member member) {
        if (everythingIsKnown && (member.isEnding() || !member.owners().isEmpty())) {
            loop.add(key(member));
        }
    }

    private static Key key(Member member) {
        return new Key(member.kind(), member.uid(), member.toString());
    }

    private void reconcile(Key key) {
        Optional<Member> found = graph.find(key.kind(), key.uid());
        if (found.isEmpty()) {
            return;
        }
        Member member = found.get();
        if (member.isEnding() && member.finalizers().contains(Member.ORPHAN)) {
            letOrphansBe(member);
        } else if (member.isEndingInForeground()) {
            waitForDependents(member);
        } else if (!member.isEnding() && !member.owners().isEmpty()) {
            collect(member);
        }
    }

    /** One that the watch of its kind has not shown yet would be deleted when its owner is gone: nothing but the API server is asked. */
    private void letOrphansBe(Member owner) {
        graph.kinds().stream()
                .flatMap(kind -> writes.dependents(kind, owner))
                .forEach(dependent -> writes.forget(dependent, Set.of(owner.uid())));
        writes.withoutFinalizer(owner, Member.ORPHAN);
    }

    /** The finalizer goes when no dependent is left that the owner has to wait for. */
    private void waitForDependents(Member owner) {
        List<Member> dependents = graph.dependents(owner);
        dependents.stream().filter(dependent -> !dependent.isEnding()).forEach(this::look);
        boolean waits = false;
        for (Member dependent : dependents) {
            if (dependent.blocks(owner)) {
                // In a circle each would wait for the next, for good.
                if (dependent.isEndingInForeground() && waitsFor(dependent, owner, new HashSet<>())) {
                    writes.unblock(dependent, owner.uid());
                }
                waits = true;
            }
        }
        if (!waits) {
            writes.withoutFinalizer(owner, Member.FOREGROUND);
        }
    }

    /** Whether an object that waits for its dependents waits, by way of them, for that one. */
    private boolean waitsFor(Member waiting, Member other, Set<String> seen) {
        if (waiting.uid().equals(other.uid())) {
            return true;
        }
        return seen.add(waiting.uid())
                && graph.dependents(waiting).stream()
                        .filter(dependent -> dependent.blocks(waiting) && dependent.isEndingInForeground())
                        .anyMatch(dependent -> waitsFor(dependent, other, seen));
    }

    private void collect(Member member) {
        boolean stays = false;
        boolean waitedFor = false;
        Set<String> forgotten = new HashSet<>();
        for (OwnerReference reference : member.owners()) {
            switch (state(reference, member)) {
                case STAYS -> stays = true;
                case GOES_AFTER_ITS_DEPENDENTS -> {
                    waitedFor = true;
                    forgotten.add(reference.getUid());
                }
                case GONE -> forgotten.add(reference.getUid());
            }
        }
        if (!stays) {
            writes.delete(member, waitedFor && !graph.dependents(member).isEmpty());
        } else if (!forgotten.isEmpty()) {
            writes.forget(member, forgotten);
        }
    }

    /**
     * From the graph, and from the API server where the graph has none: of two watches one may be behind. An owner that cannot be looked for
     * is never believed to be gone.
     */
    private Owner state(OwnerReference reference, Member dependent) {
        Optional<ServedKind> kind = graph.kind(reference);
        if (kind.isEmpty()) {
            LOG.debug("{} has an owner of the kind {}, which is not served", dependent, reference.getKind());
            loop.addWithin(key(dependent), LOOK_AGAIN);
            return Owner.STAYS;
        }
        if (kind.get().namespaced() && dependent.namespace() == null) {
            complain(reference, dependent);
            return Owner.STAYS;
        }
        String namespace = kind.get().namespaced() ? dependent.namespace() : null;
        if (absent.contains(namespace, reference.getUid())) {
            return Owner.GONE;
        }
        Optional<Member> known = graph.find(kind.get(), reference.getUid());
        Optional<Member> owner = known.filter(found -> isAt(found, namespace, reference.getName()));
        if (owner.isEmpty()) {
            owner = writes.read(kind.get(), namespace, reference.getName())
                    .filter(found -> found.uid().equals(reference.getUid()));
            // A watch that has not shown it may miss its end as well.
            owner.ifPresent(found -> loop.addWithin(key(dependent), LOOK_AGAIN));
        }
        if (owner.isEmpty()) {
            known.ifPresent(elsewhere -> complain(reference, dependent));
            absent.add(namespace, reference.getUid());
            return Owner.GONE;
        }
        return owner.get().isEndingInForeground() ? Owner.GOES_AFTER_ITS_DEPENDENTS : Owner.STAYS;
    }

    private static boolean isAt(Member member, String namespace, String name) {
        return member.name().equals(name)
                && (namespace == null ? member.namespace() == null : namespace.equals(member.namespace()));
    }

    private void complain(OwnerReference reference, Member dependent) {
        events.warning(
                dependent.object(),
                "OwnerRefInvalidNamespace",
                "ownerRef [" + reference.getApiVersion() + "/" + reference.getKind() + ", name: " + reference.getName()
                        + ", uid: " + reference.getUid() + "] does not exist in namespace \""
                        + (dependent.namespace() == null ? "" : dependent.namespace()) + "\"");
    }
}
