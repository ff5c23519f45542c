package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.exchange.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** DELETE on a collection: everything that the selectors select. */
final class DeleteCollection implements Verb {

    private final Objects objects;
    private final Delete delete;

    DeleteCollection(Objects objects, Delete delete) {
        this.objects = objects;
        this.delete = delete;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        var selection = Selection.of(target, call.request().query());
        var options = DeleteOptions.read(call.request());
        var kind = target.kind();
        List<CompletableFuture<Entry>> deletions = new ArrayList<>();
        for (var entry : objects.shelf(kind).list(target.namespace()).entries()) {
            if (selection.matches(entry)) {
                var one = new Target(kind, entry.namespace(), entry.name(), "");
                deletions.add(delete.delete(one, options)
                        .exceptionally(failure -> ignoreGone(failure, entry))
                        .toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(deletions.toArray(CompletableFuture[]::new))
                .thenApply(unused -> list(kind, deletions));
    }

    /** What somebody else has deleted meanwhile is gone, as the caller wishes. */
    private static Entry ignoreGone(Throwable failure, Entry entry) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ApiException refusal && refusal.reason() == Reason.NOT_FOUND) {
            return entry;
        }
        throw new CompletionException(cause);
    }

    private static Reply list(Kind kind, List<CompletableFuture<Entry>> deletions) {
        List<byte[]> chunks = new ArrayList<>();
        chunks.add(("{\"kind\":\"" + kind.name() + "List\",\"apiVersion\":\"" + kind.apiVersion()
                        + "\",\"metadata\":{},\"items\":[")
                .getBytes(UTF_8));
        for (int i = 0; i < deletions.size(); i++) {
            if (i > 0) {
                chunks.add(new byte[] {','});
            }
            chunks.add(deletions.get(i).join().json());
        }
        chunks.add("]}".getBytes(UTF_8));
        return new Reply.Whole(200, Reply.JSON, chunks, Map.of());
    }
}
