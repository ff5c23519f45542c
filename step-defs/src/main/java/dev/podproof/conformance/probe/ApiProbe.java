package dev.podproof.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.eventually.Age;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Asks the Kubernetes API, one request after the other, in JSON, over connections that stand. What the API says may be tried again is tried
 * again, as any client would ({@link SecondTry}). What the account of the run may not do is never taken for an answer to a question about the
 * cluster: every method throws {@link dev.podproof.conformance.MissingNeed} then. Safe to share between threads.
 */
public final class ApiProbe {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Until an answer begins, and until all of it is there. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration LIMIT_OF_ALL = Duration.ofSeconds(60);

    /** How long one request is tried again, however often the API asks for it. */
    private static final Duration LIMIT_OF_TRIES = Duration.ofSeconds(60);

    /** All hosts of a large cluster are a quarter of it. */
    private static final int MOST_BYTES = 32 << 20;

    /** Whoever has so many conflicts in a row writes to something that is never left alone. */
    private static final int CHANGES = 10;

    private final Access access;
    private final HttpClient client;
    private final Duration limit;
    private final int most;
    private final Duration trying;
    private final AtomicInteger repeats;
    private final Set<String> guarded = ConcurrentHashMap.newKeySet();

    public ApiProbe(Config config) {
        this(config, LIMIT_OF_ALL, MOST_BYTES, LIMIT_OF_TRIES);
    }

    ApiProbe(Config config, Duration limit, int most, Duration trying) {
        this(Access.of(config), limit, most, trying);
    }

    private ApiProbe(Access access, Duration limit, int most, Duration trying) {
        this(access, access.client(), limit, most, trying, new AtomicInteger());
    }

    private ApiProbe(
            Access access, HttpClient client, Duration limit, int most, Duration trying, AtomicInteger repeats) {
        this.access = access;
        this.client = client;
        this.limit = limit;
        this.most = most;
        this.trying = trying;
        this.repeats = repeats;
    }

    /** From now on nothing below this path is changed by way of this probe: what stands there belongs to several scenarios. */
    public void refuseChangesBelow(String path) {
        guarded.add(path);
    }

    /** The address of the API. */
    public URI endpoint() {
        return access.endpoint();
    }

    /** The same without what is refused here. */
    public ApiProbe unguarded() {
        return new ApiProbe(access, client, limit, most, trying, repeats);
    }

    /** How many requests were made once more because the API said that they may be. */
    public int repeats() {
        return repeats.get();
    }

    /** Reads a path; any status is an answer. */
    public Answer get(String path) {
        return send("GET", path, null, "application/json");
    }

    public Answer post(String path, JsonNode document) {
        return send("POST", path, document, "application/json");
    }

    public Answer put(String path, JsonNode document) {
        return send("PUT", path, document, "application/json");
    }

    /**
     * Reads an object, changes it and writes it; all of it once more where somebody else has written to it in between, as often as may be.
     *
     * @param to the path that it is written to: its own, or its status's
     * @throws NotMet when there is no such object
     * @throws ApiRefused when nothing can be told from the answer
     */
    public Answer change(String path, String to, UnaryOperator<JsonNode> change) {
        Answer answer = put(to, change.apply(read(path)));
        for (int tries = 1; tries < CHANGES && SecondTry.isConflict(answer); tries++) {
            repeats.incrementAndGet();
            answer = put(to, change.apply(read(path)));
        }
        return answer;
    }

    /** Changes the fields that the document names, by a JSON merge patch. */
    public Answer merge(String path, JsonNode document) {
        return send("PATCH", path, document, "application/merge-patch+json");
    }

    /** The same, where lists of named things are merged by their names. */
    public Answer strategicMerge(String path, JsonNode document) {
        return send("PATCH", path, document, "application/strategic-merge-patch+json");
    }

    public Answer delete(String path) {
        return send("DELETE", path, null, "application/json");
    }

    /**
     * Reads what has to be there.
     *
     * @throws NotMet when the cluster says that it is not
     * @throws ApiRefused when nothing can be told from the answer
     */
    public JsonNode read(String path) {
        return granted("GET " + path, get(path));
    }

    /**
     * Makes an object that the cluster has no reason to refuse.
     *
     * @throws NotMet when it does
     * @throws ApiRefused when nothing can be told from the answer
     */
    public JsonNode create(String path, JsonNode document) {
        return granted("POST " + path, post(path, document));
    }

    /**
     * The answer's document, if the answer was a yes.
     *
     * @throws NotMet when it was a no: what is there or allowed is the cluster's doing, and a {@code Then} may judge it
     * @throws ApiRefused when the API had no answer to this question, because it is in trouble or does not know who asks
     */
    public static JsonNode granted(String request, Answer answer) {
        if (answer.isNo()) {
            throw new NotMet(request + ": expected yes, observed " + answer.status() + " " + answer.message());
        }
        if (!answer.succeeded()) {
            throw new ApiRefused(request, answer);
        }
        return answer.body();
    }

    private Answer send(String method, String path, JsonNode document, String contentType) {
        if (!method.equals("GET") && guarded.stream().anyMatch(path::startsWith)) {
            throw new IllegalStateException(
                    method + " " + path + ": pods that stand for the whole run are not changed by a scenario");
        }
        Age since = Age.ofNow();
        Heard heard = once(method, path, document, contentType);
        for (int tries = 1; ; tries++) {
            Optional<Duration> pause = SecondTry.after(method, document, heard.answer(), heard.retryAfter(), tries);
            if (pause.isEmpty() || since.passed().plus(pause.get()).compareTo(trying) > 0) {
                heard.answer().lackingRight().ifPresent(right -> {
                    throw Rights.lacking(right);
                });
                return heard.answer().afterTries(tries);
            }
            Age.ofNow().atLeast(pause.get());
            repeats.incrementAndGet();
            heard = once(method, path, document, contentType);
        }
    }

    /** An answer, and when its header Retry-After asks to be asked again. */
    private record Heard(Answer answer, Optional<String> retryAfter) {}

    private Heard once(String method, String path, JsonNode document, String contentType) {
        URI uri = URI.create(access.endpoint() + path);
        Rights.use(method, uri);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT).header("Accept", "application/json");
        access.credentials().forEach(request::header);
        if (document == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", contentType).method(method, BodyPublishers.ofString(document.toString()));
        }
        // The request's own limit ends with the answer's head; what follows could drip for ever.
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), head -> new BoundedBody(most));
        try {
            HttpResponse<byte[]> response = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Heard(
                    new Answer(
                            response.statusCode(),
                            json(response.body()),
                            response.headers().firstValue("Date")),
                    response.headers().firstValue("Retry-After"));
        } catch (ExecutionException e) {
            throw new ApiLost(method + " " + path + " got no answer: " + reason(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ApiLost(
                    method + " " + path + " got no answer: it did not come to its end within " + limit.toSeconds()
                            + " s",
                    e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApiLost(method + " " + path + " was interrupted", e);
        }
    }

    /** Java's client leaves the two commonest reasons without words. */
    private static String reason(Throwable e) {
        if (e instanceof HttpTimeoutException) {
            return "it was silent for " + LIMIT.toSeconds() + " s";
        }
        if (e.getMessage() != null || !(e instanceof ConnectException)) {
            return e.toString();
        }
        boolean unknown = Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .anyMatch(UnresolvedAddressException.class::isInstance);
        return unknown ? "there is no such host" : "the connection was refused";
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? TextNode.valueOf("") : JSON.readTree(body);
        } catch (IOException e) {
            // Health checks and proxies in between answer in plain words.
            return TextNode.valueOf(new String(body, StandardCharsets.UTF_8));
        }
    }

    /** Query parameters in the form that a path takes, for example {@code labelSelector=app%3Dweb}. */
    public static String query(Map<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? "?" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return query.toString();
    }
}
