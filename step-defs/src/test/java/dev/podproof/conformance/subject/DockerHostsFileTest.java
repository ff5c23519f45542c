package dev.podproof.conformance.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerHostsFileTest {
    @TempDir
    private Path folder;

    @Test
    void aHostIsAContainerOrCommands() throws IOException {
        try (DockerHosts hosts = DockerHostsFile.read(file("""
                node-1: my-cluster-node-1
                node-2:
                  run: env HOST=node-2
                  stop: echo off
                  start: echo on
                  cut-off: echo pulled
                  heal: echo plugged
                """))) {
            assertThat(hosts.list()).containsExactly("node-1", "node-2");
            assertThat(hosts.exec("node-2", "sh", "-c", "echo $HOST").out()).isEqualTo("node-2\n");
        }
    }

    @Test
    void aFileThatIsNotThereOrHoldsSomethingElseIsNamed() throws IOException {
        reading(folder.resolve("nothing")).hasMessageEndingWith("nothing: no such file");
        reading(file("[a, list]")).hasMessageEndingWith("a YAML mapping of hosts is wanted");
        reading(file("{}")).hasMessageEndingWith("names no host");
    }

    @Test
    void aHostWithHalfItsCommandsIsNamed() throws IOException {
        reading(file("node-2: {run: ssh node-2, stop: virsh destroy node-2}"))
                .hasMessageEndingWith("host node-2 is to be a container's name, or a mapping with "
                        + "[cut-off, heal, run, start, stop], not [run, stop]");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> reading(Path file) {
        return assertThatThrownBy(() -> DockerHostsFile.read(file)).isInstanceOf(SubjectUnreachable.class);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("hosts.yaml"), content);
    }
}
