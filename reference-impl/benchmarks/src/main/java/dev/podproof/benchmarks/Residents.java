package dev.podproof.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The resident memory of processes of this machine, in containers or not, as /proc shows it. */
final class Residents {
    private static final Path PROCESSES = Path.of("/proc");

    private Residents() {}

    /** MiB of all processes whose command line holds all of these words; absent if there is none that can be seen. */
    static OptionalLong mebibytes(String... words) {
        return mebibytesIn("", words);
    }

    /** The same of one container's processes: the machine may run other clusters. */
    static OptionalLong mebibytesIn(String containerId, String... words) {
        try (Stream<Path> entries = Files.list(PROCESSES)) {
            List<Long> sizes = entries.filter(
                            entry -> entry.getFileName().toString().matches("\\d+"))
                    .filter(entry -> read(entry.resolve("cgroup")).contains(containerId))
                    .filter(entry -> Stream.of(words).allMatch(read(entry.resolve("cmdline"))::contains))
                    .map(entry -> read(entry.resolve("status")))
                    .map(status -> kibibytes(status, "VmRSS:").orElse(0))
                    .toList();
            return sizes.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(sizes.stream().mapToLong(Long::longValue).sum() / 1024);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("this machine's processes can't be read", unreadable);
        }
    }

    /** What a process' status says on the line of that name; absent for one that has just ended. */
    static OptionalLong kibibytes(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** Arguments apart by spaces; empty for a process that has just ended. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }
}
