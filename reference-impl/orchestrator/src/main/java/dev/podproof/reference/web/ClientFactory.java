package dev.podproof.reference.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.vertx.TlsWarmup;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.Base64;

/**
 * Makes HTTP clients for the Kubernetes API. Where there is OpenSSL they encrypt with it, as our servers do: Java's own cipher is many times
 * slower until the second compiler has seen it, which ours may never run. Whom a client trusts, and by what name, is the same with either.
 */
public final class ClientFactory extends VertxHttpClientFactory {
    private final Config config;

    /** For clients with loops of their own. */
    public ClientFactory(Config config) {
        this(null, config);
    }

    /** @param config of the one client that is made: its authority, certificate and key */
    ClientFactory(Vertx vertx, Config config) {
        super(vertx);
        this.config = config;
        if (isNative()) {
            setTlsWarmup(TlsWarmup.OFF);
        }
    }

    @Override
    protected void additionalConfig(WebClientOptions options) {
        options.setPoolCleanerPeriod((int) EventLoops.BETWEEN_LOOKS.toMillis());
        options.setSslHandshakeTimeout(EventLoops.HANDSHAKE_SECONDS);
        if (isNative()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
            options.setTrustOptions(new PemTrustOptions().addCertValue(pem(config.getCaCertData())));
            if (config.getClientCertData() != null) {
                options.setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(pem(config.getClientCertData()))
                        .addKeyValue(pem(config.getClientKeyData())));
            }
        }
    }

    /** What has to be read from files, or trusts otherwise than by an authority of its own, is left to the library. */
    private boolean isNative() {
        return OpenSSLEngineOptions.isAvailable()
                && config.getCaCertData() != null
                && !config.isTrustCerts()
                && (config.getClientCertData() == null) == (config.getClientKeyData() == null)
                && config.getClientCertFile() == null
                && config.getClientKeyFile() == null;
    }

    /** A kubeconfig holds PEM in base64, which a program may have read as it is. */
    private static Buffer pem(String data) {
        return Buffer.buffer(
                data.startsWith("-----")
                        ? data.getBytes(UTF_8)
                        : Base64.getMimeDecoder().decode(data));
    }
}
