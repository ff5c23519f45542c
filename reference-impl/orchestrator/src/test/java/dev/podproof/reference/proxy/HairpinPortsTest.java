package dev.podproof.reference.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HairpinPortsTest {

    @TempDir
    private Path devices;

    @Test
    void allowsItOnEachPortOfTheBridge() throws IOException {
        Path first = port("podproof0", "veth1");
        Path second = port("podproof0", "veth2");
        Path other = port("docker0", "veth3");

        new HairpinPorts(devices, "podproof0").allow();

        assertThat(first).hasContent("1");
        assertThat(second).hasContent("1");
        assertThat(other).hasContent("0");
    }

    @Test
    void waitsForABridgeThatIsNotThereYet() {
        new HairpinPorts(devices, "podproof0").allow();

        assertThat(devices).isEmptyDirectory();
    }

    private Path port(String bridge, String name) throws IOException {
        Path port =
                Files.createDirectories(devices.resolve(bridge).resolve("brif").resolve(name));
        return Files.writeString(port.resolve("hairpin_mode"), "0\n");
    }
}
