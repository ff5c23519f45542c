package dev.podproof.report.cli;

import dev.podproof.conformance.subject.RegistryImages;
import dev.podproof.conformance.subject.Settings;
import dev.podproof.hosts.images.Images;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** podproof images: for machines without a registry. */
@Command(
        name = "images",
        description = "Lists every image that a run can need, one a line.",
        mixinStandardHelpOptions = true)
final class ImagesCommand implements Callable<Integer> {
    private final Terminal terminal;

    ImagesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Stream.of(
                        Images.all().stream(),
                        Stream.of(Settings.DEFAULT_IMAGE),
                        RegistryImages.defaults().images().values().stream())
                .flatMap(names -> names)
                .distinct()
                .forEach(terminal::line);
        return 0;
    }
}
