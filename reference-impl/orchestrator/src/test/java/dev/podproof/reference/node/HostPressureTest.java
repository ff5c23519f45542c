package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostPressureTest {
    @TempDir
    Path kernel;

    @Test
    void a_host_runs_short_of_memory_below_100_mib_and_of_processes_at_95_percent() throws IOException {
        host(102_400, 94);
        HostPressure pressure = new HostPressure(kernel, kernel);
        assertThat(pressure.onMemory()).isFalse();
        assertThat(pressure.onProcesses()).isFalse();

        host(102_399, 96);
        assertThat(pressure.onMemory()).isTrue();
        assertThat(pressure.onProcesses()).isTrue();
    }

    private void host(int availableKib, int tasks) throws IOException {
        Files.writeString(
                kernel.resolve("meminfo"),
                "MemTotal: 4000000 kB\nMemFree: 1 kB\nMemAvailable: " + availableKib + " kB\n");
        Files.writeString(kernel.resolve("loadavg"), "0.1 0.2 0.3 2/" + tasks + " 4242\n");
        Files.createDirectories(kernel.resolve("sys/kernel"));
        Files.writeString(kernel.resolve("sys/kernel/pid_max"), "100\n");
    }
}
