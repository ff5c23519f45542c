package dev.podproof.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one abuse cost.
 *
 * @param answered how its requests were answered
 * @param master what the master took up
 * @param agents what the agents of the hosts took up
 * @param waits what others saw meanwhile
 * @param pod how long a new pod took to run afterwards
 * @param back how long it took until all was back
 * @param trouble whatever else went wrong, a sentence each
 */
record AbuseResult(
        String answered,
        Course master,
        List<Course> agents,
        Bystanders.Waits waits,
        Optional<Duration> pod,
        Duration back,
        List<String> trouble) {
    static final String HEADER =
            "| input | answers | master: MiB | threads | files | agents: MiB | threads | files | GET p50, p99 ms |"
                    + " DNS p50, p99 ms | failures | a pod after s | back after s | |\n|---|"
                    + "---|".repeat(13);

    private static final Duration OTHERS_WAIT = Duration.ofSeconds(1);
    /** A master's Java heap of 512 MiB, as much outside of it as buffers may take, and the machine itself. */
    private static final long MOST_MEBIBYTES = 1_200;

    /** Before, at most, and afterwards. */
    record Course(ProcessLevel before, ProcessLevel most, ProcessLevel after) {
        boolean ended() {
            return before.process() != most.process() || before.process() != after.process();
        }
    }

    AbuseResult {
        agents = List.copyOf(agents);
        trouble = List.copyOf(trouble);
    }

    boolean isBad() {
        return !verdict().isEmpty();
    }

    String row(String input) {
        String verdict = verdict();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %d | %s | %.1f | %s |",
                input,
                answered,
                columns(List.of(master)),
                columns(agents),
                millis(waits.reads()),
                millis(waits.names()),
                waits.failures(),
                pod.map(took -> String.format(Locale.ROOT, "%.1f", took.toMillis() / 1e3))
                        .orElse("–"),
                back.toMillis() / 1e3,
                verdict.isEmpty() ? "" : "**missed** " + verdict);
    }

    private String verdict() {
        StringBuilder words = new StringBuilder();
        if (waits.reads().percentile(99).compareTo(OTHERS_WAIT) > 0
                || waits.names().percentile(99).compareTo(OTHERS_WAIT) > 0) {
            words.append("others waited. ");
        }
        if (waits.failures() > 0) {
            words.append("others got no answer. ");
        }
        if (master.ended()) {
            words.append("the master ended. ");
        }
        if (agents.stream().anyMatch(Course::ended)) {
            words.append("an agent ended. ");
        }
        if (master.most().mebibytes() > MOST_MEBIBYTES) {
            words.append("the master was too large. ");
        }
        trouble.forEach(sentence -> words.append(sentence).append(". "));
        return words.toString().strip();
    }

    /** Of several processes, the largest figure of any. */
    private static String columns(List<Course> courses) {
        return figures(courses, "MiB") + " | " + figures(courses, "threads") + " | " + figures(courses, "files");
    }

    private static String figures(List<Course> courses, String what) {
        long before = 0;
        long most = 0;
        long after = 0;
        for (Course course : courses) {
            before = Math.max(before, figure(course.before(), what));
            most = Math.max(most, figure(course.most(), what));
            after = Math.max(after, figure(course.after(), what));
        }
        return before + ", " + most + ", " + after;
    }

    private static long figure(ProcessLevel level, String what) {
        return switch (what) {
            case "MiB" -> level.mebibytes();
            case "threads" -> level.threads();
            default -> level.files();
        };
    }

    private static String millis(Sample sample) {
        return String.format(
                Locale.ROOT,
                "%.0f, %.0f",
                sample.median().toNanos() / 1e6,
                sample.percentile(99).toNanos() / 1e6);
    }
}
