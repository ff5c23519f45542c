package dev.podproof.report.workshop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A state of the cluster that a page leads to, as {@code milestones.yaml} of the page's folder declares it.
 *
 * @param after the section at whose end the cluster is in that state
 * @param state a sentence that is true then
 * @param command a bash command that succeeds then, and fails before the page is begun; {@code CLUSTER} holds the cluster's name
 * @param hints what helps to get there, from a nudge to the command itself
 */
public record Milestone(String after, String state, String command, List<String> hints) {
    /** The number of hints that each has. */
    public static final int HINTS = 3;

    private static final String FILE = "milestones.yaml";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final YAMLMapper YAML = new YAMLMapper();

    public Milestone {
        hints = hints == null ? List.of() : List.copyOf(hints);
        if (after == null || state == null || command == null || hints.size() != HINTS) {
            throw new IllegalArgumentException("a milestone has 'after', 'state', 'command' and " + HINTS + " 'hints'");
        }
    }

    /**
     * Reads those of a page, in the order of its sections.
     *
     * @return none where the folder declares none
     * @throws PageInvalid when the file cannot be understood, or names a section that pages do not have
     */
    static List<Milestone> of(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        String name = folder.getFileName() + "/" + FILE;
        try {
            List<Milestone> all = YAML.readerForListOf(Milestone.class).readValue(file.toFile());
            for (Milestone milestone : all) {
                if (!PageReader.SECTIONS.contains(milestone.after())) {
                    throw new PageInvalid(
                            name, 1, "'" + milestone.after() + "' is no section; there are " + PageReader.SECTIONS);
                }
            }
            return all;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new PageInvalid(name, line, e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Looks at the cluster. A command that takes longer than 20 s counts as failed.
     *
     * @param scratch an empty folder, which the caller removes
     * @param variables what the command finds in its environment, on top of this process's
     */
    public boolean isMet(Path scratch, Map<String, String> variables) {
        try (Shell shell = Shell.open(scratch, variables)) {
            return shell.run(command, LIMIT).code() == 0;
        } catch (BrokenPromise e) {
            return false;
        }
    }
}
