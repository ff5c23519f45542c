package dev.podproof.hosts.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A machine as the launcher sees it: a search path that holds a few harmless programs of this machine, and pretended ones, each of which
 * notes how it was called.
 */
final class PretendedPath {
    private static final Path LAUNCHER =
            Path.of("../../podproof").toAbsolutePath().normalize();
    private static final List<String> HARMLESS = List.of(
            "bash",
            "cat",
            "dirname",
            "env",
            "find",
            "grep",
            "head",
            "nohup",
            "seq",
            "sleep",
            "tail",
            "touch",
            "chmod",
            "mkdir",
            "mv",
            "basename",
            "mktemp",
            "rm",
            "sed");

    private final Path directory;
    private Path launcher = LAUNCHER;

    PretendedPath(Path directory) throws IOException {
        this.directory = directory;
        for (var program : HARMLESS) write(program, "exec " + real(program) + " \"$@\"");
        // dockerd is started in a session of its own: here it just runs.
        program("setsid", "exec \"$@\"");
    }

    /** What one run of the launcher left: its exit code and what it wrote. */
    record Result(int code, String output) {}

    PretendedPath program(String name, String script) throws IOException {
        write(name, "echo \"" + name + " $*\" >> \"$MACHINE/calls\"\n" + script);
        return this;
    }

    private void write(String name, String script) throws IOException {
        var file = directory.resolve(name);
        Files.writeString(file, "#!" + real("bash") + "\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    PretendedPath user(int id) throws IOException {
        return program("id", "echo " + id);
    }

    /** The launcher is run from a home of its own, in which nothing is built. */
    PretendedPath copied() throws IOException {
        Path home = Files.createDirectories(directory.resolve("home"));
        launcher = Files.copy(LAUNCHER, home.resolve("podproof"));
        for (String module : List.of("features", "reference-impl", "step-defs", "conformance-report"))
            Files.createDirectories(home.resolve(module));
        Files.createFile(home.resolve("pom.xml"));
        return this;
    }

    /** The images' recipes, which stand beside the sources. */
    PretendedPath recipes() throws IOException {
        var from = Path.of("src/main/resources/dev/podproof/hosts/image");
        var to = Files.createDirectories(
                directory.resolve("home/reference-impl/hosts").resolve(from));
        for (String image : List.of("pause", "busybox", "host")) {
            Files.createDirectories(to.resolve(image));
            Files.copy(
                    from.resolve(image).resolve("Dockerfile"), to.resolve(image).resolve("Dockerfile"));
        }
        return this;
    }

    /** Somebody built it once; nobody can tell of which sources. */
    void built() throws IOException {
        Path target = Files.createDirectories(directory.resolve("home/conformance-report/target"));
        Files.createFile(target.resolve("podproof-conformance-report-1.jar"));
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        var output = directory.resolve("output");
        var command = Stream.concat(Stream.of(real("bash").toString(), launcher.toString()), Stream.of(arguments))
                .toList();
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", directory.toString(),
                        "MACHINE", directory.toString(),
                        "PODPROOF_ENGINE_LOG", directory.resolve("engine.log").toString()));
        var process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the launcher did not end; so far: " + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /** Every call of a pretended program, in order. */
    List<String> calls() throws IOException {
        var calls = directory.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private static Path real(String program) {
        return Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin")
                .map(where -> Path.of(where, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("this machine has no " + program));
    }
}
