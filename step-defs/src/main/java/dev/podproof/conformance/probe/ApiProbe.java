package dev.podproof.conformance.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Asks the Kubernetes API, one request after the other, in JSON, over connections that stand. Safe to share between threads. */
public final class ApiProbe {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Access access;
    private final HttpClient client;
    private final Set<String> guarded = ConcurrentHashMap.newKeySet();

    public ApiProbe(Config config) {
        this(Access.of(config));
    }

    private ApiProbe(Access access) {
        this(access, access.client());
    }

    private ApiProbe(Access access, HttpClient client) {
        this.access = access;
        this.client = client;
    }

    /** From now on nothing below this path is changed by way of this probe: what stands there belongs to several scenarios. */
    public void refuseChangesBelow(String path) {
        guarded.add(path);
    }

    /** The same without what is refused here. */
    public ApiProbe unguarded() {
        return new ApiProbe(access, client);
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

    /** Changes the fields that the document names, by a JSON merge patch. */
    public Answer merge(String path, JsonNode document) {
        return send("PATCH", path, document, "application/merge-patch+json");
    }

    public Answer delete(String path) {
        return send("DELETE", path, null, "application/json");
    }

    /**
     * Reads what has to be there.
     *
     * @throws ApiRefused when it is not
     */
    public JsonNode read(String path) {
        return granted("GET " + path, get(path));
    }

    /**
     * Makes an object that the cluster has no reason to refuse.
     *
     * @throws ApiRefused when it does
     */
    public JsonNode create(String path, JsonNode document) {
        return granted("POST " + path, post(path, document));
    }

    /** The answer's document, if the answer was a yes. */
    public static JsonNode granted(String request, Answer answer) {
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
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(access.endpoint() + path))
                .timeout(LIMIT)
                .header("Accept", "application/json");
        access.credentials().forEach(request::header);
        if (document == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", contentType).method(method, BodyPublishers.ofString(document.toString()));
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(
                    response.statusCode(),
                    json(response.body()),
                    response.headers().firstValue("Date"));
        } catch (IOException e) {
            throw new ApiLost(method + " " + path + " got no answer: " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiLost(method + " " + path + " was interrupted", e);
        }
    }

    /** Java's client leaves the two commonest reasons without words. */
    private static String reason(IOException e) {
        if (e.getMessage() != null || !(e instanceof ConnectException)) {
            return e.toString();
        }
        boolean unknown = Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .anyMatch(UnresolvedAddressException.class::isInstance);
        return unknown ? "there is no such host" : "the connection was refused";
    }

    private static JsonNode json(String text) {
        try {
            return text.isEmpty() ? TextNode.valueOf("") : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // Health checks and proxies in between answer in plain words.
            return TextNode.valueOf(text);
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
