package dev.podproof.tutorials;

import dev.podproof.report.workshop.WorkshopPage.Exercise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The runs of the suite on a page. They take most of its time. */
final class Runs {
    /** By itself, or by the function that several pages make of a long one. */
    private static final Pattern RUN = Pattern.compile("podproof run .*|hold");

    private Runs() {}

    static boolean isIn(Exercise exercise) {
        return exercise.commands().lines().anyMatch(line -> RUN.matcher(line).matches());
    }

    /** The exercises with all that they do but their runs; what would come out of one that has a run is not promised then. */
    static List<Exercise> without(List<Exercise> exercises) {
        return exercises.stream()
                .flatMap(exercise -> isIn(exercise) ? rest(exercise).stream() : Optional.of(exercise).stream())
                .toList();
    }

    private static Optional<Exercise> rest(Exercise exercise) {
        String commands = exercise.commands()
                .lines()
                .filter(line -> !RUN.matcher(line).matches())
                .collect(Collectors.joining("\n"));
        return commands.isBlank()
                ? Optional.empty()
                : Optional.of(new Exercise(
                        exercise.section(), exercise.line(), commands, Optional.empty(), 0, Duration.ZERO));
    }
}
