package dev.podproof.conformance.probe;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Where the API is, and how to prove who asks: the parts of a kubeconfig that both probes need. */
final class Access {
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

    SSLContext tls() {
        return tls;
    }

    boolean anyHostName() {
        return config.isTrustCerts() || config.isDisableHostnameVerification();
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
