package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.exchange.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** DELETE on a collection: everything that the selectors select, a few at a time, as each is a write that has to be kept until it is done. */
final class DeleteCollection implements Verb {

    private static final int AT_ONCE = 64;
    private static final byte[] COMMA = {','};

    private final Objects objects;
    private final Delete delete;
    private final Workers workers;

    DeleteCollection(Objects objects, Delete delete, Workers workers) {
        this.objects = objects;
        this.delete = delete;
        this.workers = workers;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        var selection = Selection.of(target, call.request().query());
        var options = DeleteOptions.read(call.request());
        var kind = target.kind();
        var selected = objects.shelf(kind).list(target.namespace()).entries().stream()
                .filter(selection::matches)
                .toList();
        List<Entry> deleted = new ArrayList<>();
        return delete(kind, selected, options, deleted)
                .thenApply(unused -> list(kind, deleted, call.caller().user()));
    }

    private CompletionStage<Void> delete(Kind kind, List<Entry> entries, DeleteOptions options, List<Entry> deleted) {
        int count = Math.min(AT_ONCE, entries.size());
        List<CompletableFuture<Entry>> first = entries.subList(0, count).stream()
                .map(entry -> delete.delete(new Target(kind, entry.namespace(), entry.name(), ""), options)
                        .exceptionally(failure -> ignoreGone(failure, entry))
                        .toCompletableFuture())
                .toList();
        var done = CompletableFuture.allOf(first.toArray(CompletableFuture[]::new))
                .thenRun(() -> first.forEach(one -> deleted.add(one.join())));
        if (count == entries.size()) {
            return done;
        }
        var rest = entries.subList(count, entries.size());
        // On from here on a thread of ours: a deletion ends on the store's.
        return done.thenComposeAsync(unused -> delete(kind, rest, options, deleted), workers.again(Workers.SMALL + 1));
    }

    /** What somebody else has deleted meanwhile is gone, as the caller wishes. */
    private static Entry ignoreGone(Throwable failure, Entry entry) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ApiException refusal && refusal.reason() == Reason.NOT_FOUND) {
            return entry;
        }
        throw new CompletionException(cause);
    }

    private static Reply list(Kind kind, List<Entry> deleted, String caller) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(("{\"kind\":\"" + kind.name() + "List\",\"apiVersion\":\"" + kind.apiVersion()
                        + "\",\"metadata\":{},\"items\":[")
                .getBytes(UTF_8));
        for (var entry : deleted) {
            if (parts.size() > 1) {
                parts.add(COMMA);
            }
            parts.add(entry.json());
        }
        parts.add("]}".getBytes(UTF_8));
        long length = parts.stream().mapToLong(part -> part.length).sum();
        return new Reply.Parts(parts.iterator(), length, caller, (long) ListObjects.PER_REFERENCE * parts.size());
    }
}
