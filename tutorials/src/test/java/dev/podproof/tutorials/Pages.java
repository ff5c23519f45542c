package dev.podproof.tutorials;

import dev.podproof.report.workshop.PageReader;
import dev.podproof.report.workshop.WorkshopPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The workshops that stand beside this module's pom.xml. */
final class Pages {
    private static final String FOLDER = "\\d\\d-.*";

    private Pages() {}

    /** A workshop's folder. */
    record Standing(Path folder) {
        /** What its page says; PageInvalid when it is not as a page has to be. */
        WorkshopPage page() {
            return PageReader.read(file());
        }

        String name() {
            return folder.getFileName().toString();
        }

        String number() {
            return name().substring(0, 2);
        }

        Path file() {
            return folder.resolve("README.md");
        }

        /** A copy of its files, as pages leave things there. */
        Path copyTo(Path scratch) {
            Path copy = scratch.resolve(name());
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(folder.relativize(file)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return copy;
        }
    }

    /** All of them, in their order. */
    static List<Standing> all() {
        try (Stream<Path> folders = Files.list(Path.of("").toAbsolutePath())) {
            return folders.filter(folder -> folder.getFileName().toString().matches(FOLDER))
                    .sorted()
                    .map(Standing::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
