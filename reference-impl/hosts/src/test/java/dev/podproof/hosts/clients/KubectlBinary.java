package dev.podproof.hosts.clients;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import dev.podproof.hosts.engine.Tar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A kubectl that is new enough to test with: the machine's own, else Debian's, taken out of an image that is made for it. */
final class KubectlBinary {
    private static final int OLDEST_MINOR = 30;
    private static final Pattern VERSION = Pattern.compile("\"gitVersion\": \"(v1\\.(\\d+)\\.[^\"]*)\"");
    private static final String IMAGE = "podproof/kubectl:trixie";
    private static final String DOCKERFILE = """
            FROM debian:trixie-slim
            RUN apt-get update && apt-get install -y --no-install-recommends kubernetes-client && rm -rf /var/lib/apt/lists/*
            """;

    private KubectlBinary() {}

    /** Finds one. The base image of Debian has to be in the Engine, as it is once a cluster was started. */
    static Path find(DockerClient docker, Path directory) throws IOException {
        var own = Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .filter(candidate -> minor(candidate).orElse(0) >= OLDEST_MINOR)
                .findFirst();
        return own.isPresent() ? own.get() : debians(docker, directory);
    }

    /** As kubectl itself says it. */
    static String version(Path binary) {
        var matcher = versionOf(binary);
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    private static Optional<Integer> minor(Path binary) {
        var matcher = versionOf(binary);
        return matcher.find() ? Optional.of(Integer.parseInt(matcher.group(2))) : Optional.empty();
    }

    private static Matcher versionOf(Path binary) {
        try {
            var process = new ProcessBuilder(binary.toString(), "version", "--client", "--output=json")
                    .redirectErrorStream(true)
                    .start();
            return VERSION.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return VERSION.matcher("");
        }
    }

    private static Path debians(DockerClient docker, Path directory) throws IOException {
        var context = new ByteArrayOutputStream();
        try (var tar = new Tar(context)) {
            tar.file("Dockerfile", 0644, DOCKERFILE.getBytes(StandardCharsets.UTF_8));
        }
        docker.buildImageCmd(new ByteArrayInputStream(context.toByteArray()))
                .withTags(Set.of(IMAGE))
                .exec(new BuildImageResultCallback())
                .awaitImageId();
        var container = docker.createContainerCmd(IMAGE).exec().getId();
        try (var archive = new TarArchiveInputStream(docker.copyArchiveFromContainerCmd(container, "/usr/bin/kubectl")
                .exec())) {
            archive.getNextEntry();
            var binary = directory.resolve("kubectl");
            Files.copy(archive, binary);
            return Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
        } finally {
            docker.removeContainerCmd(container).withForce(true).exec();
        }
    }
}
