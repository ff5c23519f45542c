package dev.podproof.reference.main;

import dev.podproof.reference.apiserver.ApiServer;
import dev.podproof.reference.apiserver.ApiServerOptions;
import dev.podproof.reference.store.sqlite.SqliteStore;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API server with its store, then the control plane, which reaches it as anybody else would: over TLS. */
final class Master extends Program {

    private static final Logger LOG = LoggerFactory.getLogger(Master.class);
    private static final String EVERYWHERE = "0.0.0.0";

    private final ClusterOptions options;
    private final int port;
    private final int dnsPort;
    private final Clock clock;

    Master(ClusterOptions options, int port, int dnsPort, Clock clock) {
        this.options = options;
        this.port = port;
        this.dnsPort = dnsPort;
        this.clock = clock;
    }

    @Override
    void start() {
        Path secrets = options.configDirectory();
        String address = options.address();
        part(new ApiServer(
                        new ApiServerOptions(
                                EVERYWHERE,
                                port,
                                address,
                                port,
                                secrets,
                                Optional.of(options.dataDirectory()),
                                options.serviceRange(),
                                clock),
                        SqliteStore.at(store())))
                .start();
        LOG.info("API server on {}:{}", address, port);
        KubernetesClient client = part(Clients.open(secrets.resolve("master.kubeconfig")));
        part(new ControlPlane(client, settings(address), clock)).start();
        LOG.info("master is ready");
    }

    private ControlPlane.Settings settings(String address) {
        return new ControlPlane.Settings(
                address, options.podRange(), options.serviceRange(), rootCertificate(), options.dnsAddress(), dnsPort);
    }

    private Path store() {
        try {
            return Files.createDirectories(options.dataDirectory()).resolve("cluster.db");
        } catch (IOException failed) {
            throw new UncheckedIOException("can't make the data directory " + options.dataDirectory(), failed);
        }
    }

    private String rootCertificate() {
        Path file = options.configDirectory().resolve("ca.crt");
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("can't read the cluster's certificate " + file, unreadable);
        }
    }
}
