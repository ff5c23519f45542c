package dev.podproof.reference.main;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom this host asks for names. */
final class HostResolvers {

    private static final Logger LOG = LoggerFactory.getLogger(HostResolvers.class);
    private static final int DNS = 53;

    private HostResolvers() {}

    /** The name servers of a resolv.conf, in its order; none if there is no such file. */
    static List<InetSocketAddress> read(Path resolvConf) {
        try {
            return Files.readAllLines(resolvConf).stream()
                    .map(line -> line.trim().split("\\s+"))
                    .filter(words -> words.length >= 2 && words[0].equals("nameserver"))
                    .map(words -> new InetSocketAddress(words[1], DNS))
                    .toList();
        } catch (IOException unreadable) {
            LOG.warn("names outside the cluster can't be resolved: {}", unreadable.toString());
            return List.of();
        }
    }
}
