package dev.podproof.benchmarks;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * An API server that is measured.
 *
 * @param name as the tables call it
 * @param endpoint where it answers, without a path
 * @param token of an administrator
 * @param tls trusts what the kubeconfig trusts
 */
record ApiSide(String name, URI endpoint, String token, SSLSocketFactory tls) {

    /** Reads a kubeconfig; {@code endpoint} stands in for its server if it is not null. */
    static ApiSide of(String name, Path kubeconfig, URI endpoint) throws IOException, GeneralSecurityException {
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        String token = config.getAutoOAuthToken() == null ? config.getOauthToken() : config.getAutoOAuthToken();
        if (token == null) {
            throw new IOException(kubeconfig + " has no token; the load generator can use nothing else");
        }
        URI server = endpoint == null ? URI.create(config.getMasterUrl()) : endpoint;
        return new ApiSide(name, server, token, tls(config).getSocketFactory());
    }

    /** Somebody else, who has a certificate: what his kubeconfig says. */
    ApiSide as(String kubeconfig) throws IOException, GeneralSecurityException {
        return new ApiSide(
                name, endpoint, "", tls(Config.fromKubeconfig(kubeconfig)).getSocketFactory());
    }

    /** The header that says who asks, where no certificate says so. */
    String credentials() {
        return token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
    }

    String url(String path) {
        return "https://" + endpoint.getHost() + ":" + endpoint.getPort() + path;
    }

    /** A request as it goes over the wire; a null body for none. */
    byte[] request(String method, String path, String contentType, String body) {
        byte[] content = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + endpoint.getHost() + "\r\n" + credentials()
                + "Accept: application/json\r\n"
                + (body == null
                        ? ""
                        : "Content-Type: " + contentType + "\r\nContent-Length: " + content.length + "\r\n")
                + "\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[start.length + content.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(content, 0, whole, start.length, content.length);
        return whole;
    }

    private static SSLContext tls(Config config) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                SSLUtils.keyManagers(config),
                config.isTrustCerts() ? new TrustManager[] {new TrustsAll()} : authority(config),
                null);
        return context;
    }

    private static TrustManager[] authority(Config config) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        byte[] pem = Base64.getMimeDecoder().decode(config.getCaCertData());
        store.setCertificateEntry(
                "ca", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** For a kubeconfig that says {@code insecure-skip-tls-verify}. */
    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
