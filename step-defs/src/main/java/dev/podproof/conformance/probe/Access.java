package dev.podproof.conformance.probe;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Where the API is, and how to prove who asks: the parts of a kubeconfig that both probes need. */
final class Access {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Config config;
    private final SSLContext tls;

    private Access(Config config, SSLContext tls) {
        this.config = config;
        this.tls = tls;
    }

    /**
     * Reads the certificates and keys that the kubeconfig names.
     *
     * @throws ApiLost when they cannot be used
     */
    static Access of(Config config) {
        try {
            return new Access(config, SSLUtils.sslContext(config));
        } catch (GeneralSecurityException | IOException e) {
            throw new ApiLost(
                    "The certificates or keys for " + config.getMasterUrl() + " cannot be used: " + e.getMessage(), e);
        }
    }

    URI endpoint() {
        String url = config.getMasterUrl();
        return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    /** A client that keeps its connections: to begin one costs both sides more than most requests. */
    HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .connectTimeout(LIMIT)
                .build();
    }

    /** Headers that authenticate a request; asked for each time, because tokens expire. */
    Map<String, String> credentials() {
        String token = token();
        if (token != null) {
            return Map.of("Authorization", "Bearer " + token);
        }
        if (config.getUsername() != null && config.getPassword() != null) {
            byte[] pair = (config.getUsername() + ":" + config.getPassword()).getBytes(StandardCharsets.UTF_8);
            return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return Map.of();
    }

    private String token() {
        if (config.getOauthTokenProvider() != null) {
            return config.getOauthTokenProvider().getToken();
        }
        return config.getOauthToken() != null ? config.getOauthToken() : config.getAutoOAuthToken();
    }
}
