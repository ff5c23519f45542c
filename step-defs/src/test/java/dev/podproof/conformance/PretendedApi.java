package dev.podproof.conformance;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.ExecProbe;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An API server on the loopback address that answers as a test says. */
public final class PretendedApi implements AutoCloseable {
    private final HttpServer server;

    public PretendedApi(HttpHandler answers) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", answers);
        server.start();
    }

    public ApiProbe probe() {
        return new ApiProbe(access());
    }

    public ExecProbe exec() {
        return new ExecProbe(access());
    }

    private Config access() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
