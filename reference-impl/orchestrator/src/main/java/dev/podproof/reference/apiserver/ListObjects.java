package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.exchange.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** GET on a collection: joins what is already encoded. */
final class ListObjects implements Verb {

    private static final byte[] COMMA = {','};
    private static final byte[] END = {']', '}'};

    private final Objects objects;

    ListObjects(Objects objects) {
        this.objects = objects;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        var selection = Selection.of(target, call.request().query());
        var page = Page.read(
                objects.shelf(target.kind()), target, selection, call.request().query());
        return CompletableFuture.completedStage(
                new Reply.Whole(200, Reply.JSON, encode(target.kind(), page), Map.of()));
    }

    private static List<byte[]> encode(Kind kind, Page page) {
        List<byte[]> chunks = new ArrayList<>(2 * page.entries().size() + 2);
        chunks.add(("{\"kind\":\"" + kind.name() + "List\",\"apiVersion\":\"" + kind.apiVersion() + "\",\"metadata\":"
                        + page.metadata() + ",\"items\":[")
                .getBytes(UTF_8));
        boolean first = true;
        for (Entry entry : page.entries()) {
            if (!first) {
                chunks.add(COMMA);
            }
            first = false;
            chunks.add(entry.json());
        }
        chunks.add(END);
        return chunks;
    }
}
