package dev.podproof.reference.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Requests as they go over the wire, for tests of what no client library would send, or would hide. */
public final class RawApi {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI endpoint;
    private final String authorization;
    private final SSLContext tls;
    private final String[] headers;
    private final HttpClient http;

    /** An answer. */
    public record Answer(int status, String text, List<String> warnings) {

        /** The body; fails if it is not JSON. */
        public JsonNode json() {
            try {
                return MAPPER.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + text, e);
            }
        }

        /** The message of a Status. */
        public String message() {
            return json().path("message").asText();
        }

        /** The fields at fault, in their order. */
        public List<String> fields() {
            return json().path("details").path("causes").findValuesAsText("field");
        }
    }

    RawApi(URI endpoint, byte[] authority, String authorization) {
        this(endpoint, authority, authorization, null);
    }

    /** @param certificates what is shown of who calls */
    RawApi(URI endpoint, byte[] authority, String authorization, KeyManager[] certificates) {
        this.endpoint = endpoint;
        this.authorization = authorization;
        this.headers = new String[0];
        this.tls = trusting(authority, certificates);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build();
    }

    private RawApi(RawApi other, String... headers) {
        this.endpoint = other.endpoint;
        this.authorization = other.authorization;
        this.tls = other.tls;
        this.http = other.http;
        this.headers = headers;
    }

    /** The same caller with more headers, each a name and a value, in what {@link #send} sends. */
    public RawApi with(String... more) {
        return new RawApi(this, more);
    }

    /** For connections that a test makes itself. */
    public SSLContext tls() {
        return tls;
    }

    public URI endpoint() {
        return endpoint;
    }

    /** The value of the Authorization header, empty for a caller without credentials. */
    public String authorization() {
        return authorization;
    }

    public Answer get(String path) {
        return send("GET", path, "", "");
    }

    /** The status of an answer whose body is not waited for: a watch has none that ends. */
    public int status(String path) {
        var request = HttpRequest.newBuilder(URI.create(endpoint + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            response.body().close();
            return response.statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What comes line by line, for as long as it comes: a watch. */
    public BufferedReader lines(String path) {
        var request = HttpRequest.newBuilder(URI.create(endpoint + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            return new BufferedReader(new InputStreamReader(response.body(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Answer delete(String path, String options) {
        return send("DELETE", path, options.isEmpty() ? "" : "application/json", options);
    }

    /** POST of JSON; apostrophes stand for quotes. */
    public Answer post(String path, String json) {
        return send("POST", path, "application/json", json.replace('\'', '"'));
    }

    /** PUT of JSON; apostrophes stand for quotes. */
    public Answer put(String path, String json) {
        return send("PUT", path, "application/json", json.replace('\'', '"'));
    }

    /** PATCH; apostrophes stand for quotes. */
    public Answer patch(String path, String kind, String json) {
        return send("PATCH", path, "application/" + kind + "-patch+json", json.replace('\'', '"'));
    }

    public Answer send(String method, String path, String contentType, String body) {
        return send(method, path, contentType, body.getBytes(UTF_8));
    }

    public Answer send(String method, String path, String contentType, byte[] body) {
        var request = HttpRequest.newBuilder(URI.create(endpoint + path))
                .timeout(LIMIT)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body(), response.headers().allValues("Warning"));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext trusting(byte[] authority, KeyManager[] certificates) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            var certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority));
            store.setCertificateEntry("ca", certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(certificates, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the cluster's certificate cannot be trusted", e);
        }
    }
}
