package dev.podproof.report.cli;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.report.run.BadInput;
import dev.podproof.report.workshop.Milestone;
import dev.podproof.report.workshop.Pages.Standing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a workshop has got on a cluster.
 *
 * @param states the page's milestones in their order, and whether the cluster is in that state
 */
record Progress(Map<Milestone, Boolean> states) {
    Progress {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /**
     * Looks.
     *
     * @throws BadInput when the page declares no milestones
     */
    static Progress of(Standing page, ReferenceCluster cluster) {
        List<Milestone> milestones = page.milestones();
        if (milestones.isEmpty()) {
            throw new BadInput("Workshop " + page.number() + " leaves nothing on the cluster that could be looked for");
        }
        Map<String, String> variables = Map.of(
                "CLUSTER", cluster.name(), "KUBECONFIG", cluster.kubeconfig().toString());
        Map<Milestone, Boolean> states = new LinkedHashMap<>();
        milestones.forEach(milestone -> states.put(milestone, isMet(milestone, variables)));
        return new Progress(states);
    }

    private static boolean isMet(Milestone milestone, Map<String, String> variables) {
        try {
            Path scratch = Files.createTempDirectory("podproof-workshop");
            try {
                return milestone.isMet(scratch, variables);
            } finally {
                remove(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    long met() {
        return states.values().stream().filter(met -> met).count();
    }

    Optional<Milestone> firstUnmet() {
        return states.entrySet().stream()
                .filter(state -> !state.getValue())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
