package dev.podproof.report.workshop;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A workshop as it is executed.
 *
 * @param title its first heading
 * @param facts what stands below the title
 * @param exercises its blocks, in their order
 * @param links to files of the project, as they are written
 */
public record WorkshopPage(String title, PageFacts facts, List<Exercise> exercises, List<String> links) {
    public WorkshopPage {
        exercises = List.copyOf(exercises);
        links = List.copyOf(links);
    }

    /**
     * A block of commands and what is promised to come out.
     *
     * @param section the heading that it stands under
     * @param line where it begins in the page, from 1
     * @param commands what a reader types
     * @param promised the output block that follows it; empty when there is none
     * @param exit the code that a command of it ends with; 0 when all have to succeed
     * @param within how long it may take until it comes out as the page says; zero when it has to the first time
     */
    public record Exercise(
            String section, int line, String commands, Optional<String> promised, int exit, Duration within) {
        /** What a list of exercises shows. */
        public String name() {
            return "line " + line + ": " + commands.lines().findFirst().orElse("");
        }

        /** Whether it puts things back, and so has to run whatever happened before. */
        public boolean cleansUp() {
            return section.equals(PageReader.CLEAN_UP);
        }

        Exercise promising(String output) {
            return new Exercise(section, line, commands, Optional.of(output), exit, within);
        }
    }
}
