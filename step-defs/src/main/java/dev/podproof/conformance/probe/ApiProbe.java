package dev.podproof.conformance.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.client.Config;
import io.restassured.RestAssured;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.config.SSLConfig;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.http.conn.ssl.SSLSocketFactory;

/** Asks the Kubernetes API, one request after the other, in JSON. Safe to share between threads. */
@SuppressWarnings("deprecation") // RestAssured takes its TLS settings in no other form than this class.
public final class ApiProbe {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT_MILLIS = 30_000;

    private final Access access;
    private final RestAssuredConfig settings;

    public ApiProbe(Config config) {
        this(Access.of(config));
    }

    ApiProbe(Access access) {
        this.access = access;
        this.settings = RestAssuredConfig.config()
                .sslConfig(SSLConfig.sslConfig().sslSocketFactory(socketFactory(access)))
                .httpClient(HttpClientConfig.httpClientConfig()
                        .setParam("http.connection.timeout", LIMIT_MILLIS)
                        .setParam("http.socket.timeout", LIMIT_MILLIS));
    }

    private static SSLSocketFactory socketFactory(Access access) {
        return new SSLSocketFactory(
                access.tls(),
                access.anyHostName()
                        ? SSLSocketFactory.ALLOW_ALL_HOSTNAME_VERIFIER
                        : SSLSocketFactory.BROWSER_COMPATIBLE_HOSTNAME_VERIFIER);
    }

    /** Reads a path; any status is an answer. */
    public Answer get(String path) {
        return send(Method.GET, path, null, "application/json");
    }

    public Answer post(String path, JsonNode document) {
        return send(Method.POST, path, document, "application/json");
    }

    public Answer put(String path, JsonNode document) {
        return send(Method.PUT, path, document, "application/json");
    }

    /** Changes the fields that the document names, by a JSON merge patch. */
    public Answer merge(String path, JsonNode document) {
        return send(Method.PATCH, path, document, "application/merge-patch+json");
    }

    public Answer delete(String path) {
        return send(Method.DELETE, path, null, "application/json");
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

    private Answer send(Method method, String path, JsonNode document, String contentType) {
        RequestSpecification request = RestAssured.given()
                .config(settings)
                .urlEncodingEnabled(false)
                .headers(access.credentials())
                .accept("application/json");
        if (document != null) {
            request.header("Content-Type", contentType).body(document.toString().getBytes(StandardCharsets.UTF_8));
        }
        return answer(method + " " + path, request, method, access.endpoint() + path);
    }

    /** RestAssured is Groovy underneath and throws checked exceptions that it does not declare. */
    private static Answer answer(String what, RequestSpecification request, Method method, String url) {
        try {
            Response response = request.request(method, url);
            return new Answer(response.statusCode(), json(response), Optional.ofNullable(response.header("Date")));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ApiLost(what + " got no answer: " + e.getMessage(), e);
        }
    }

    private static JsonNode json(Response response) {
        String text = new String(response.asByteArray(), StandardCharsets.UTF_8);
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
