package dev.podproof.reference.node.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.host.HostCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small image made of the machine's own shell and a few programs, so that these tests need neither a registry nor a build. */
final class ShellImage {
    private static final List<String> PROGRAMS =
            List.of("/bin/sh", "/bin/cat", "/bin/sleep", "/usr/bin/head", "/bin/stty");
    private static final Pattern LIBRARY = Pattern.compile("(/[^ ]+) \\(0x");

    private ShellImage() {}

    /** Makes the image in that directory, which may be thrown away afterwards, and gives back its ID. */
    static String make(DockerClient docker, Path directory) throws IOException {
        Commands commands = new HostCommands(Duration.ofSeconds(60));
        Set<String> files = new LinkedHashSet<>();
        for (String program : PROGRAMS) {
            files.add(program.substring(1));
            Matcher library = LIBRARY.matcher(commands.run("ldd", program));
            while (library.find()) {
                files.add(library.group(1).substring(1));
            }
        }
        List<String> command = new ArrayList<>(List.of("tar", "-C", "/", "-chf"));
        command.add(directory.resolve("shell.tar").toString());
        command.addAll(files);
        commands.run(command, "");
        Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nADD shell.tar /\n");
        return docker.buildImageCmd(directory.toFile())
                .exec(new BuildImageResultCallback())
                .awaitImageId();
    }
}
