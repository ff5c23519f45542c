package dev.podproof.reference.node;

import dev.podproof.reference.node.files.HostFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether the host runs short of something. The limits are a kubelet's for memory, and absolute for the disk. */
final class HostPressure {
    private static final long LEAST_MEMORY_KIB = 100 * 1024;
    private static final long LEAST_DISK_BYTES = 512L << 20;
    private static final double MOST_PROCESSES = 0.95;

    private final Path kernel;
    private final Path disk;

    /** @param kernel {@code /proc}, or what stands for it */
    HostPressure(Path kernel, Path disk) {
        this.kernel = kernel;
        this.disk = disk;
    }

    boolean onMemory() {
        return lines("meminfo")
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .anyMatch(kib -> kib < LEAST_MEMORY_KIB);
    }

    boolean onDisk() {
        try {
            return HostFiles.usableBytes(disk) < LEAST_DISK_BYTES;
        } catch (IOException cause) {
            throw new UncheckedIOException("can't see how full the disk of " + disk + " is", cause);
        }
    }

    /** The fourth field of {@code loadavg} is "running/all" tasks. */
    boolean onProcesses() {
        long most = lines("sys/kernel/pid_max")
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        return lines("loadavg")
                .map(line -> line.split(" ", 5)[3].split("/", 2)[1])
                .mapToLong(Long::parseLong)
                .anyMatch(tasks -> tasks > most * MOST_PROCESSES);
    }

    private Stream<String> lines(String file) {
        try {
            return HostFiles.text(kernel.resolve(file)).lines();
        } catch (IOException cause) {
            throw new UncheckedIOException("can't read " + kernel.resolve(file), cause);
        }
    }
}
