package dev.podproof.report.cli;

import dev.podproof.features.Specification;
import dev.podproof.report.run.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** A file of requirements that are known to fail: an ID a line, and after a # whatever explains it. */
final class ExpectedFailures {
    private ExpectedFailures() {}

    /**
     * Reads it.
     *
     * @throws BadInput when it cannot be read or names what does not exist
     */
    static Set<String> read(Path file, Specification specification) {
        Set<String> ids = new LinkedHashSet<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String id = line.replaceFirst("#.*", "").strip();
                if (id.isEmpty()) {
                    continue;
                }
                if (specification.requirement(id).isEmpty()) {
                    throw new BadInput("--expected-failures " + file + " names " + id
                            + ", which is no requirement; write one ID a line");
                }
                ids.add(id);
            }
        } catch (IOException e) {
            throw new BadInput("--expected-failures " + file + " cannot be read: " + e, e);
        }
        return ids;
    }
}
