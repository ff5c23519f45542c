package dev.podproof.reference.proxy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a bridge send a frame back through the port that it came from, which no bridge does by itself. A pod that reaches itself
 * through its service needs that: the address is translated while the frame crosses the bridge, and leads back to the sender.
 */
final class HairpinPorts {

    private static final Logger LOG = LoggerFactory.getLogger(HairpinPorts.class);

    private final Path ports;

    /**
     * The ports of one bridge.
     *
     * @param devices where the kernel shows its network devices, {@code /sys/class/net}
     */
    HairpinPorts(Path devices, String bridge) {
        this.ports = devices.resolve(bridge).resolve("brif");
    }

    /** Allows it on all ports that there are now; a bridge that does not exist yet has none. */
    void allow() {
        if (!Files.isDirectory(ports)) {
            return;
        }
        try (DirectoryStream<Path> each = Files.newDirectoryStream(ports)) {
            for (Path port : each) {
                allow(port.resolve("hairpin_mode"));
            }
        } catch (IOException unreadable) {
            LOG.warn("pods may not reach themselves through their services: {}", unreadable.toString());
        }
    }

    private static void allow(Path mode) throws IOException {
        try {
            if (!Files.readString(mode).strip().equals("1")) {
                Files.writeString(mode, "1");
            }
        } catch (NoSuchFileException gone) {
            // The pod went while we looked, and its port with it.
            LOG.debug("{} is gone", mode);
        }
    }
}
