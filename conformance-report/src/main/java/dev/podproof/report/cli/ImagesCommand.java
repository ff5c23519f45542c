package dev.podproof.report.cli;

import dev.podproof.conformance.subject.RegistryImages;
import dev.podproof.conformance.subject.Settings;
import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.images.Images;
import dev.podproof.report.run.BadInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** podproof images: for machines without a registry. */
@Command(
        name = "images",
        description =
                "Lists every image that a run can need, one a line; save and load bring them to a machine without a registry.",
        mixinStandardHelpOptions = true)
final class ImagesCommand implements Runnable {
    private static final int MIB = 1 << 20;

    private final Terminal terminal;

    ImagesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Stream.of(
                        Images.all().stream(),
                        Stream.of(Settings.DEFAULT_IMAGE),
                        RegistryImages.defaults().images().values().stream())
                .flatMap(names -> names)
                .distinct()
                .forEach(terminal::line);
    }

    @Command(
            name = "save",
            description =
                    "Makes every image that a run can need, as far as this machine can, and writes them into one file. A machine with the same podproof"
                            + " needs no registry then.",
            mixinStandardHelpOptions = true)
    void save(@Parameters(paramLabel = "FILE", description = "As podproof-images.tar.gz.") Path file) {
        if (Files.isDirectory(file)) {
            throw new BadInput(file + " is a folder; name the file to write");
        }
        if (file.toAbsolutePath().getParent() == null
                || !Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw new BadInput("There is no folder " + file.toAbsolutePath().getParent() + " to write into");
        }
        List<String> names;
        try (LiveLines lines = new LiveLines(terminal)) {
            names = images(lines).saveAll(RegistryImages.defaults().images(), file);
            lines.finish();
        }
        names.forEach(terminal::line);
        terminal.line(file + " has " + size(file) / MIB + " MiB; on the other machine: podproof images load "
                + file.getFileName());
    }

    @Command(
            name = "load",
            description = "Reads the images that podproof images save wrote on another machine.",
            mixinStandardHelpOptions = true)
    void load(@Parameters(paramLabel = "FILE") Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInput("There is no file " + file
                    + "; podproof images save FILE writes one, on a machine that has the images");
        }
        try (LiveLines lines = new LiveLines(terminal)) {
            images(lines).loadAll(file);
            lines.finish();
        }
        terminal.line("The images of " + file + " are here; podproof up starts a cluster of them.");
    }

    private static Images images(LiveLines lines) {
        return ReferenceCluster.builder().progress(UpCommand.progress(lines)).findImages();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
