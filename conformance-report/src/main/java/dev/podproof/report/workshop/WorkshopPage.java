package dev.podproof.report.workshop;

import java.util.List;
import java.util.Optional;

/**
 * A workshop as it is executed.
 *
 * @param title its first heading
 * @param exercises its blocks, in their order
 */
public record WorkshopPage(String title, List<Exercise> exercises) {
    public WorkshopPage {
        exercises = List.copyOf(exercises);
    }

    /**
     * A block of commands and what is promised to come out.
     *
     * @param section the heading that it stands under
     * @param line where it begins in the page, from 1
     * @param commands what a reader types
     * @param promised the output block that follows it; empty when there is none, and then the commands must succeed
     */
    public record Exercise(String section, int line, String commands, Optional<String> promised) {
        /** What a list of exercises shows. */
        public String name() {
            return "line " + line + ": " + commands.lines().findFirst().orElse("");
        }

        /** Whether it puts things back, and so has to run whatever happened before. */
        public boolean cleansUp() {
            return section.equals(PageReader.CLEAN_UP);
        }
    }
}
