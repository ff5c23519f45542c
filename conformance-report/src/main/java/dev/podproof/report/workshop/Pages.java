package dev.podproof.report.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The workshops of a folder: each in one of its own, whose name begins with two digits. */
public final class Pages {
    private static final String FOLDER = "\\d\\d-.*";
    private static final Pattern NAMESPACES = Pattern.compile("(?m)^kubectl create namespace (\\S+)");

    private Pages() {}

    /** A workshop's folder. */
    public record Standing(Path folder) {
        /** What its page says; PageInvalid when it is not as a page has to be. */
        public WorkshopPage page() {
            return PageReader.read(file());
        }

        public String name() {
            return folder.getFileName().toString();
        }

        public String number() {
            return name().substring(0, 2);
        }

        public Path file() {
            return folder.resolve("README.md");
        }

        /** The states of the cluster that it leads to. */
        public List<Milestone> milestones() {
            return Milestone.of(folder);
        }

        /** The namespaces that it works in, which are left where somebody stops in the middle. */
        public List<String> namespaces() {
            return page().exercises().stream()
                    .flatMap(exercise -> NAMESPACES.matcher(exercise.commands()).results())
                    .map((MatchResult made) -> made.group(1))
                    .toList();
        }
    }

    /** All of them, in their order; none where there is no such folder. */
    public static List<Standing> in(Path tutorials) {
        if (!Files.isDirectory(tutorials)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(tutorials.toAbsolutePath().normalize())) {
            return folders.filter(folder -> folder.getFileName().toString().matches(FOLDER))
                    .sorted()
                    .map(Standing::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
