package dev.podproof.reference.node.health;

import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks containers over HTTP: an answer from 200 to 399 is a good one. */
final class HttpAsker {
    private static final int MOST_REDIRECTS = 10;

    static {
        // A probe may set the Host header, which Java's client otherwise keeps to itself; read once, when it is first
        // used.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private volatile HttpClient client;

    Outcome ask(HTTPGetAction get, String address, int port, Duration limit) {
        String scheme = Objects.requireNonNullElse(get.getScheme(), "HTTP").toLowerCase(Locale.ROOT);
        String host = Optional.ofNullable(get.getHost())
                .filter(name -> !name.isEmpty())
                .orElse(address);
        String path = Objects.requireNonNullElse(get.getPath(), "/");
        String where = scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port
                + (path.startsWith("/") ? path : "/" + path);
        try {
            return follow(get, URI.create(where), limit, MOST_REDIRECTS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Outcome.bad("Get \"" + where + "\": stopped");
        } catch (IOException | IllegalArgumentException failed) {
            return Outcome.bad("Get \"" + where + "\": " + Outcome.words(failed));
        }
    }

    /** Redirects to the same host are part of the answer; where another host is named, that is answer enough. */
    private Outcome follow(HTTPGetAction get, URI where, Duration limit, int redirects)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client().send(request(get, where, limit), BodyHandlers.ofInputStream());
        // The status is the answer; a body may have no end.
        answer.body().close();
        Optional<URI> next = answer.headers()
                .firstValue("Location")
                .filter(location -> answer.statusCode() / 100 == 3)
                .map(where::resolve)
                .filter(location -> where.getHost().equals(location.getHost()));
        if (next.isPresent() && redirects > 0) {
            return follow(get, next.get(), limit, redirects - 1);
        }
        boolean good = answer.statusCode() >= 200 && answer.statusCode() < 400;
        return good ? Outcome.good("") : Outcome.bad("HTTP probe failed with statuscode: " + answer.statusCode());
    }

    private static HttpRequest request(HTTPGetAction get, URI where, Duration limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(where)
                .timeout(limit)
                .setHeader("User-Agent", "kube-probe/1.32")
                .setHeader("Accept", "*/*");
        Objects.requireNonNullElse(get.getHttpHeaders(), List.<HTTPHeader>of())
                .forEach(header -> request.setHeader(header.getName(), header.getValue()));
        return request.build();
    }

    /** Made when the first probe needs it: most pods have none that asks over HTTP. */
    private HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            synchronized (this) {
                if (client == null) {
                    client = HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .sslContext(trusting())
                            .build();
                }
                known = client;
            }
        }
        return known;
    }

    /** A probe asks whether a container answers, not who it is: its certificate is its own affair. */
    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            return context;
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException("this Java has no TLS", cause);
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {
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
