package dev.podproof.conformance.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program that registers a pod, with pretended commands: it reaches a server, which may say nothing. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it runs a shell script, and Windows has no such shell")
class ZooKeeperTest {
    @TempDir
    private Path directory;

    @Test
    void aPodThatIsNotAnsweredConnectsAgain() throws IOException {
        Path connections = Files.createFile(directory.resolve("connections"));
        program("nc", "echo >> " + connections + "; shift 5; exec \"$@\" > /dev/null");
        program("sleep", "exec /bin/sleep 0.01");
        program("timeout", "exit 143");

        Process registrar = registrar();
        try {
            await().untilAsserted(() -> assertThat(Files.size(connections)).isGreaterThan(2));
        } finally {
            registrar.destroy();
        }
    }

    private Process registrar() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", new ZooKeeper().registering("one", "192.0.2.1"));
        builder.environment().merge("PATH", directory.toString(), (path, ours) -> ours + ":" + path);
        builder.environment().put("POD_IP", "192.0.2.2");
        return builder.start();
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
