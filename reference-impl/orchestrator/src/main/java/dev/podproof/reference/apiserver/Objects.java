package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.cache.Cache;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.cache.Shelf;
import dev.podproof.reference.store.Store;
import dev.podproof.reference.store.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Objects by kind: read from the cache, written to the store, with the store's refusals in the API's words. */
final class Objects {

    /** Under this many collisions with other writers somebody is at fault, and waiting longer would not help. */
    private static final int ATTEMPTS = 16;

    private final Store store;
    private final Cache cache;
    private final Quota quota;
    private final Workers workers;
    private final long largest;

    /** @param largest how many bytes an object may have */
    Objects(Store store, Cache cache, Quota quota, Workers workers, long largest) {
        this.store = store;
        this.cache = cache;
        this.quota = quota;
        this.workers = workers;
        this.largest = largest;
    }

    /** What an edit comes to. */
    sealed interface Outcome {
        /** The object becomes this document; what it was given for that is taken back if it is not written. */
        record Put(ObjectNode document, Admission.Admitted admitted) implements Outcome {
            Put(ObjectNode document) {
                this(document, Admission.Admitted.NOTHING);
            }
        }

        /** The object goes. */
        record Remove() implements Outcome {}

        /** The object stays as it is. */
        record Keep() implements Outcome {}
    }

    /** Decides what becomes of an object; called again with a newer one if another writer was faster. */
    interface Edit {
        Outcome apply(Entry current);
    }

    Shelf shelf(Kind kind) {
        return cache.shelf(kind.resource());
    }

    Optional<Entry> find(Kind kind, String namespace, String name) {
        return shelf(kind).get(kind.key(namespace, name));
    }

    /** An object that has to be there. */
    Entry get(Target target) {
        return shelf(target.kind()).get(target.key()).orElseThrow(() -> notFound(target.kind(), target.name()));
    }

    /** Adds an object whose name and namespace are set; fails with ALREADY_EXISTS. */
    CompletionStage<Entry> create(Kind kind, ObjectNode document, boolean dryRun) {
        var name = Json.text(document, "metadata", "name");
        var key = kind.key(Json.text(document, "metadata", "namespace"), name);
        byte[] value;
        Runnable done;
        try {
            value = encode(document);
            done = dryRun ? () -> {} : quota.grow(value.length + Entry.BESIDE);
        } catch (ApiException tooMuch) {
            return CompletableFuture.failedStage(tooMuch);
        }
        if (dryRun) {
            return shelf(kind).get(key).isPresent()
                    ? CompletableFuture.failedStage(alreadyExists(kind, name))
                    : CompletableFuture.completedStage(new Entry(key, 0, value));
        }
        return store.create(Cache.storeKey(kind.resource(), key), value).handle((revision, failure) -> {
            done.run();
            if (failure != null) {
                throw cause(failure).reason() == StoreException.Reason.EXISTS
                        ? alreadyExists(kind, name)
                        : cause(failure);
            }
            return written(shelf(kind), key, revision, value);
        });
    }

    /**
     * Changes or removes an object, again and again until no other writer comes between.
     *
     * @return the object afterwards; for a removal its last state
     */
    CompletionStage<Entry> edit(Target target, boolean dryRun, Edit edit) {
        return attempt(target, dryRun, edit, 1);
    }

    private CompletionStage<Entry> attempt(Target target, boolean dryRun, Edit edit, int number) {
        var current = get(target);
        var outcome = edit.apply(current);
        if (outcome instanceof Outcome.Keep || dryRun) {
            return CompletableFuture.completedStage(preview(current, outcome));
        }
        var key = Cache.storeKey(target.kind().resource(), target.key());
        CompletionStage<Entry> written;
        if (outcome instanceof Outcome.Put put) {
            byte[] value;
            Runnable done;
            try {
                value = encode(put.document());
                done = quota.grow(isFirstMark(current, put) ? 0 : value.length - current.json().length);
            } catch (ApiException tooMuch) {
                put.admitted().undo();
                return CompletableFuture.failedStage(tooMuch);
            }
            written = store.update(key, current.revision(), value)
                    .thenApply(revision -> written(shelf(target.kind()), current.key(), revision, value))
                    .whenComplete((entry, failure) -> {
                        done.run();
                        if (failure != null) {
                            put.admitted().undo();
                        }
                    });
        } else {
            written = store.delete(key, current.revision()).thenApply(current::at);
        }
        return written.handle((entry, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedStage(entry);
                    }
                    var refusal = cause(failure);
                    return switch (refusal.reason()) {
                        case NOT_FOUND -> CompletableFuture.<Entry>failedStage(notFound(target.kind(), target.name()));
                        case CONFLICT ->
                            number < ATTEMPTS
                                    ? again(current.json().length, () -> attempt(target, dryRun, edit, number + 1))
                                    : CompletableFuture.<Entry>failedStage(conflict(target));
                        default -> CompletableFuture.<Entry>failedStage(refusal);
                    };
                })
                .thenCompose(stage -> stage);
    }

    /** Whether the object is marked to be deleted: what makes room in the end needs a little of it first. */
    private static boolean isFirstMark(Entry current, Outcome.Put put) {
        return put.document().path("metadata").has("deletionTimestamp")
                && !Json.within(current.json(), "metadata").has("deletionTimestamp");
    }

    /** Never on the store's own thread, where it was refused. */
    private CompletionStage<Entry> again(long weight, Supplier<CompletionStage<Entry>> attempt) {
        return CompletableFuture.supplyAsync(attempt, workers.again(weight)).thenCompose(stage -> stage);
    }

    /** The cache has encoded it already, unless another writer has been there since. */
    private static Entry written(Shelf shelf, String key, long revision, byte[] value) {
        return shelf.get(key)
                .filter(entry -> entry.revision() == revision)
                .orElseGet(() -> new Entry(key, revision, value));
    }

    private Entry preview(Entry current, Outcome outcome) {
        return outcome instanceof Outcome.Put put
                ? new Entry(current.key(), current.revision(), encode(put.document()))
                : current;
    }

    /** The revision belongs to the store; it comes back into the document when it is read. */
    private byte[] encode(ObjectNode document) {
        if (document.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("resourceVersion");
        }
        var text = Json.canonical(document);
        if (text.length > largest || Json.hasTooManyParts(text.length, document)) {
            throw new ApiException(
                    Reason.TOO_LARGE,
                    "the object would have " + text.length + " bytes; an object may have " + largest
                            + " bytes and a quarter of a million fields and values");
        }
        return text;
    }

    private static StoreException cause(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof StoreException refusal
                ? refusal
                : new StoreException(StoreException.Reason.UNAVAILABLE, "The store failed", cause);
    }

    static ApiException notFound(Kind kind, String name) {
        return new ApiException(
                Reason.NOT_FOUND,
                kind.resource() + " \"" + name + "\" not found",
                kind.subject(name),
                java.util.List.of());
    }

    static ApiException conflict(Target target) {
        return conflict(
                target, "the object has been modified; please apply your changes to the latest version and try again");
    }

    static ApiException conflict(Target target, String why) {
        return new ApiException(
                Reason.CONFLICT,
                "Operation cannot be fulfilled on " + target.kind().resource() + " \"" + target.name() + "\": " + why,
                target.kind().subject(target.name()),
                java.util.List.of());
    }

    private static ApiException alreadyExists(Kind kind, String name) {
        return new ApiException(
                Reason.ALREADY_EXISTS,
                kind.resource() + " \"" + name + "\" already exists",
                kind.subject(name),
                java.util.List.of());
    }
}
