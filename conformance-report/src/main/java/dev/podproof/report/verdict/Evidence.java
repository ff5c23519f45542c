package dev.podproof.report.verdict;

import java.util.List;

/**
 * What was kept of a scenario that failed, before anything was cleaned up. Secrets are redacted by the suite.
 *
 * @param files objects, events, logs and the state of hosts, as text
 * @param reproduce commands that show it again by hand
 * @param why why the requirement matters
 * @param cause what usually causes the failure
 */
public record Evidence(List<File> files, List<String> reproduce, String why, String cause) {
    public Evidence {
        files = files == null ? List.of() : List.copyOf(files);
        reproduce = reproduce == null ? List.of() : List.copyOf(reproduce);
        why = why == null ? "" : why;
        cause = cause == null ? "" : cause;
    }

    /** One text that was kept, under the name that it gets in the report's evidence folder. */
    public record File(String name, String text) {}
}
