package dev.podproof.report.run;

import dev.podproof.conformance.subject.ClusterUnderTest;
import dev.podproof.conformance.subject.KubeconfigCluster;
import dev.podproof.conformance.subject.Settings;
import dev.podproof.conformance.subject.SubjectUnreachable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Somebody's cluster. */
public final class KubeconfigTarget implements Target {
    private final Path kubeconfig;
    private final Optional<String> context;
    private final Settings settings;

    public KubeconfigTarget(Path kubeconfig, Optional<String> context, Settings settings) {
        this.kubeconfig = kubeconfig;
        this.context = context;
        this.settings = settings;
    }

    @Override
    public String kind() {
        return "kubeconfig";
    }

    @Override
    public String implementation(ClusterUnderTest opened) {
        return opened.name();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public ClusterUnderTest open(Phases phases) {
        try {
            return phases.measure("offers", () -> KubeconfigCluster.open(kubeconfig, context, settings));
        } catch (SubjectUnreachable e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    @Override
    public void close(Phases phases) {
        // Scenarios remove their own namespaces; nothing else was made.
    }

    @Override
    public List<String> kept() {
        return List.of();
    }
}
