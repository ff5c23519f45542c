package dev.podproof.reference.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Query;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.apiserver.exchange.Sink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Faults at the front of the API server: objects that change on the way in or out, and requests that come to something else. */
final class Documents {
    private Documents() {}

    /** What one who asks like this is shown in place of each object; null hides it. Whoever watches already is shown it from then on. */
    static Shown shown(Predicate<Asked> when, UnaryOperator<ObjectNode> change) {
        return new Shown(when, change);
    }

    /** What is shown to whom. It stands before answers; frames of a watch are shown as they come, by {@link #watched}. */
    record Shown(Predicate<Asked> when, UnaryOperator<ObjectNode> change) implements Fault.Decorator<Answers> {
        @Override
        public Answers before(Answers real, Place place) {
            return request -> when.test(Asked.of(request))
                    ? real.handle(request)
                            .thenApply(reply -> reply instanceof Reply.Whole ? changed(reply, change) : reply)
                    : real.handle(request);
        }
    }

    /** A watch whose frames are shown as those say that there are when a frame comes: a watch outlives many switches. */
    static Reply watched(Asked asked, Reply reply, Supplier<List<Shown>> now) {
        UnaryOperator<byte[]> change = frame -> {
            byte[] seen = frame;
            for (Shown shown : now.get()) {
                seen = seen.length > 0 && shown.when().test(asked) ? changedFrame(seen, shown.change()) : seen;
            }
            return seen;
        };
        return reply instanceof Reply.Stream stream
                ? new Reply.Stream(stream.caller(), sink -> stream.start().accept(new ChangedSink(sink, change)))
                : reply;
    }

    /** What the server is told in place of the object that one sends who asks like this. */
    static Fault.Decorator<Answers> told(Predicate<Asked> when, UnaryOperator<ObjectNode> change) {
        return (real, place) -> request -> {
            if (request.body().length == 0 || request.body()[0] != '{' || !when.test(Asked.of(request))) {
                return real.handle(request);
            }
            return real.handle(Asked.withBody(request, changedIfReadable(request.body(), change)));
        };
    }

    private static byte[] changedIfReadable(byte[] body, UnaryOperator<ObjectNode> change) {
        try {
            return Json.bytes(change.apply(Json.parseObject(body)));
        } catch (ApiException unreadable) {
            // That is for the server to say.
            return body;
        }
    }

    /** Requests like this are not what they seem. */
    static Fault.Decorator<Answers> asked(Predicate<Asked> when, UnaryOperator<Request> change) {
        return (real, place) -> request -> real.handle(when.test(Asked.of(request)) ? change.apply(request) : request);
    }

    /** Requests like this are refused. */
    static Fault.Decorator<Answers> refused(Predicate<Request> when, int code, String reason) {
        return (real, place) -> request -> {
            if (!when.test(request)) {
                return real.handle(request);
            }
            ObjectNode status = Json.object()
                    .put("kind", "Status")
                    .put("apiVersion", "v1")
                    .put("status", "Failure")
                    .put("reason", reason)
                    .put("message", reason + ": " + request.path())
                    .put("code", code);
            return CompletableFuture.completedStage(Reply.json(code, Json.bytes(status)));
        };
    }

    /** The name of the object in a request's body; empty if it has none. */
    static String name(Request request) {
        try {
            return Json.text(Json.parseObject(request.body()), "metadata", "name");
        } catch (ApiException unreadable) {
            return "";
        }
    }

    /** What another path has to say to the same caller; an empty object if that is no object. */
    static CompletionStage<ObjectNode> get(Answers real, Request request, String path) {
        return real.handle(new Request(
                        "GET", path, "", Query.parse(""), request.headers(), new byte[0], request.certificate(), false))
                .thenApply(reply -> reply instanceof Reply.Whole whole && whole.status() < 300
                        ? Json.parseObject(join(whole.chunks()))
                        : Json.object());
    }

    /** Changes whole objects, the items of lists and the objects of events; tables and what is not JSON stay as they are. */
    static Reply changed(Reply reply, UnaryOperator<ObjectNode> change) {
        if (reply instanceof Reply.Whole whole && whole.contentType().startsWith(Reply.JSON) && whole.status() < 300) {
            return new Reply.Whole(
                    whole.status(),
                    whole.contentType(),
                    List.of(changedBody(join(whole.chunks()), change)),
                    whole.headers());
        }
        return reply instanceof Reply.Stream stream
                ? new Reply.Stream(
                        stream.caller(),
                        sink -> stream.start().accept(new ChangedSink(sink, frame -> changedFrame(frame, change))))
                : reply;
    }

    private static byte[] changedBody(byte[] body, UnaryOperator<ObjectNode> change) {
        ObjectNode document = Json.parseObject(body);
        String kind = Json.text(document, "kind");
        if (kind.equals("Table") || kind.equals("Status")) {
            return body;
        }
        if (document.get("items") instanceof ArrayNode items && kind.endsWith("List")) {
            ArrayNode kept = Json.array();
            items.forEach(item -> {
                ObjectNode seen = change.apply((ObjectNode) item);
                if (seen != null) {
                    kept.add(seen);
                }
            });
            document.set("items", kept);
            return Json.bytes(document);
        }
        ObjectNode seen = change.apply(document);
        return seen == null ? body : Json.bytes(seen);
    }

    private static byte[] changedFrame(byte[] frame, UnaryOperator<ObjectNode> change) {
        ObjectNode event = Json.parseObject(frame);
        String type = Json.text(event, "type");
        boolean plain = type.equals("ADDED") || type.equals("MODIFIED") || type.equals("DELETED");
        if (!plain || Json.text(event, "object", "kind").equals("Table")) {
            return frame;
        }
        ObjectNode seen = change.apply((ObjectNode) event.get("object"));
        if (seen == null) {
            return new byte[0];
        }
        event.set("object", seen);
        return (new String(Json.bytes(event), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A reply of the server in one piece, or as a stream: what is made while it is read, and what is counted, is neither any more. */
    static Reply plain(Reply reply) {
        if (reply instanceof Reply.Parts parts) {
            List<byte[]> all = new ArrayList<>();
            parts.parts().forEachRemaining(all::add);
            return new Reply.Whole(200, Reply.JSON, all, Map.of());
        }
        if (!(reply instanceof Reply.Held held)) {
            return reply;
        }
        if (held.reply() instanceof Reply.Stream stream) {
            return new Reply.Stream(stream.caller(), sink -> {
                sink.onClosed(held.release());
                stream.start().accept(sink);
            });
        }
        Reply inner = plain(held.reply());
        held.release().run();
        return inner;
    }

    private static byte[] join(List<byte[]> chunks) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        chunks.forEach(whole::writeBytes);
        return whole.toByteArray();
    }

    /** An empty frame is one that is not sent. */
    record ChangedSink(Sink sink, Function<byte[], byte[]> change) implements Sink {
        @Override
        public void begin(Iterator<Frame> frames, long bytes) {
            List<Frame> seen = new ArrayList<>();
            frames.forEachRemaining(frame -> changed(frame).ifPresent(seen::add));
            sink.begin(seen.iterator(), bytes);
        }

        @Override
        public boolean send(Frame frame) {
            return changed(frame).map(sink::send).orElse(true);
        }

        private Optional<Frame> changed(Frame frame) {
            byte[] seen = change.apply(join(frame.parts()));
            return seen.length == 0 ? Optional.empty() : Optional.of(() -> List.of(seen));
        }

        @Override
        public void end() {
            sink.end();
        }

        @Override
        public void onClosed(Runnable callback) {
            sink.onClosed(callback);
        }
    }
}
