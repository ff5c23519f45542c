package dev.podproof.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program in a process of its own on this machine, whose memory and processor time are looked at. */
final class JvmProcess implements AutoCloseable {
    private static final long END_SECONDS = 20;
    /** The unit of /proc/PID/stat on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private final Process process;
    private final Path log;

    private JvmProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param log where its output goes
     * @param flags of the Java machine, then the class and its arguments
     */
    static JvmProcess start(Path log, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(flags);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(new File(log.toString()));
        return new JvmProcess(builder.start(), log);
    }

    /** Throws what its log ends with if it has ended. */
    void requireRunning() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("a process ended with " + process.exitValue() + ":\n" + logEnd());
        }
    }

    /** The last twenty lines of its log. */
    String logEnd() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /** MiB that it holds now. */
    long residentMebibytes() {
        return status("VmRSS:");
    }

    /** The most MiB that it ever held. */
    long peakMebibytes() {
        return status("VmHWM:");
    }

    /** Seconds of processor time so far. */
    double processorSeconds() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
    }

    private long status(String line) {
        return Residents.kibibytes(read("status"), line).orElseThrow() / 1024;
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the process " + process.pid() + " can't be looked at", unreadable);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
