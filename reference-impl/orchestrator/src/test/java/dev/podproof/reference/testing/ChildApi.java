package dev.podproof.reference.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An API server in a process of its own, with the memory that a master has: what ends it ends no test. */
public final class ChildApi implements AutoCloseable {

    /** As a host starts its master. */
    private static final List<String> OF_A_MASTER = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final String READY = "ready";

    private final Process process;
    private final BufferedReader said;
    private final RawApi admin;

    private ChildApi(Process process) throws IOException {
        this.process = process;
        this.said = process.inputReader(UTF_8);
        var line = said.readLine();
        while (line != null && !line.startsWith(READY)) {
            line = said.readLine();
        }
        if (line == null) {
            throw new IOException("the server did not start");
        }
        var words = line.split(" ", -1);
        this.admin = new RawApi(URI.create(words[1]), Base64.getDecoder().decode(words[2]), "Bearer " + words[3]);
    }

    public static ChildApi start() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OF_A_MASTER);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildApi.class.getName()));
        try {
            return new ChildApi(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The child: serves until its input ends, and says what it holds for each line of it. */
    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, UTF_8);
        try (var api = InProcessApi.start()) {
            var authority = Base64.getEncoder()
                    .encodeToString(api.secrets().masterFiles().get("ca.crt"));
            out.println(String.join(
                    " ",
                    READY,
                    api.endpoint().toString(),
                    authority,
                    api.raw().authorization().substring("Bearer ".length())));
            var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            while (in.readLine() != null) {
                out.println(api.holdings());
            }
        }
    }

    /** The administrator. */
    public RawApi admin() {
        return admin;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What the child says that it holds. */
    public String holdings() {
        try {
            var writer = process.outputWriter(UTF_8);
            writer.write("?\n");
            writer.flush();
            var line = said.readLine();
            while (line != null && !line.startsWith("Holdings[")) {
                line = said.readLine();
            }
            return String.valueOf(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The most memory that the process ever had, in bytes, as the kernel counts it. */
    public long peak() {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.outputWriter().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException gone) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
