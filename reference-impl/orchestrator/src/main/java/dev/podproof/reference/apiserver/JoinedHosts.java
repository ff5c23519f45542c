package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.Objects.Outcome;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.cache.Interest;
import dev.podproof.reference.security.Joins;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * How often a host of each name has come and gone, in the store, for all masters: the number of the join whose certificate counts. A ticket is for
 * the next one, so that it can be used once, and not at all after the host was removed; nothing else has to be remembered of it.
 */
final class JoinedHosts implements Joins {

    private static final String JOIN = "join";

    private final Objects objects;

    JoinedHosts(Objects objects) {
        this.objects = objects;
    }

    @Override
    public boolean counts(String node, long join) {
        return newest(node) == join;
    }

    /** The number of the newest join by a name; 0 if nobody has come or gone by it since the cluster began. */
    long newest(String node) {
        return objects.find(Kinds.JOINED_HOSTS, "", node).map(JoinedHosts::join).orElse(0L);
    }

    /** Calls whenever the certificates that a host has cease to count. */
    Runnable onChange(Consumer<String> host) {
        return objects.shelf(Kinds.JOINED_HOSTS)
                .watchFromNow(
                        Interest.EVERYTHING,
                        unused -> {},
                        event -> host.accept(event.entry().name()));
    }

    /**
     * Makes the next join, if the newest one is what a ticket says; its number then.
     *
     * @throws ApiException FORBIDDEN, in the stage, if somebody else was faster
     */
    CompletionStage<Long> next(String node, long newest) {
        return advance(node, current -> current == newest).thenApply(JoinedHosts::join);
    }

    /** From now on no certificate or ticket counts that a host of this name has. */
    CompletionStage<Void> end(String node) {
        return advance(node, current -> true).thenAccept(unused -> {});
    }

    private CompletionStage<Entry> advance(String node, LongPredicate allowed) {
        require(node, allowed.test(newest(node)));
        var target = new Target(Kinds.JOINED_HOSTS, "", node, "");
        if (objects.find(Kinds.JOINED_HOSTS, "", node).isEmpty()) {
            return objects.create(Kinds.JOINED_HOSTS, document(node, 1), false)
                    .handle((entry, failure) -> failure == null
                            ? CompletableFuture.completedStage(entry)
                            // Another was faster; its number is looked at now.
                            : wasThere(failure) ? edit(target, allowed) : CompletableFuture.<Entry>failedStage(failure))
                    .thenCompose(stage -> stage);
        }
        return edit(target, allowed);
    }

    private CompletionStage<Entry> edit(Target target, LongPredicate allowed) {
        return objects.edit(target, false, current -> {
            long before = join(current);
            require(target.name(), allowed.test(before));
            return new Outcome.Put(document(target.name(), before + 1));
        });
    }

    private static boolean wasThere(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ApiException refusal && refusal.reason() == Reason.ALREADY_EXISTS;
    }

    private static void require(String node, boolean allowed) {
        if (!allowed) {
            throw new ApiException(
                    Reason.FORBIDDEN,
                    "the join ticket for " + node + " was used before, or the host was removed since; get another with"
                            + " podproof host join-command");
        }
    }

    private static ObjectNode document(String node, long join) {
        var document =
                Json.object().put("kind", Kinds.JOINED_HOSTS.name()).put("apiVersion", Kinds.JOINED_HOSTS.apiVersion());
        document.putObject("metadata").put("name", node);
        document.putObject("data").put(JOIN, String.valueOf(join));
        return document;
    }

    private static long join(Entry entry) {
        return Json.at(entry.document(), "data", JOIN).asLong();
    }
}
