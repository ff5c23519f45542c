package dev.podproof.report.run;

import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.subject.ClusterUnderTest;
import dev.podproof.conformance.subject.DockerHosts;
import dev.podproof.conformance.subject.DockerHostsFile;
import dev.podproof.conformance.subject.HostMarks;
import dev.podproof.conformance.subject.KubeconfigCluster;
import dev.podproof.conformance.subject.Leftovers;
import dev.podproof.conformance.subject.Machines;
import dev.podproof.conformance.subject.Settings;
import dev.podproof.conformance.subject.Subject;
import dev.podproof.conformance.subject.SubjectUnreachable;
import dev.podproof.features.Requirement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Somebody's cluster. */
public final class KubeconfigTarget implements Target {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path kubeconfig;
    private final Optional<String> context;
    private final Settings settings;
    private final Optional<Path> dockerHosts;
    private final Optional<Path> bareHosts;
    private ClusterUnderTest opened;

    /** Takes where the cluster is, and the files that say how to reach its hosts, and Docker hosts that belong to no cluster. */
    public KubeconfigTarget(
            Path kubeconfig,
            Optional<String> context,
            Settings settings,
            Optional<Path> dockerHosts,
            Optional<Path> bareHosts) {
        this.kubeconfig = kubeconfig;
        this.context = context;
        this.settings = settings;
        this.dockerHosts = dockerHosts;
        this.bareHosts = bareHosts;
    }

    @Override
    public String kind() {
        return "kubeconfig";
    }

    @Override
    public String implementation(Optional<ClusterUnderTest> opened) {
        return opened.map(ClusterUnderTest::name).orElse("unknown");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public ClusterUnderTest open(Phases phases, List<Requirement> selected) {
        try {
            Machines machines = new Machines(
                    dockerHosts.map(DockerHostsFile::read), bareHosts.map(DockerHostsFile::read), Optional.empty());
            opened = phases.measure(
                    "offers", () -> KubeconfigCluster.open(kubeconfig, context, settings, machines, phases::said));
            return opened;
        } catch (SubjectUnreachable e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    @Override
    public void close(Phases phases) {
        if (opened == null) {
            return;
        }
        ClusterUnderTest cluster = opened;
        opened = null;
        try {
            cluster.dockerHosts()
                    .ifPresent(hosts -> giveBack(hosts, cluster.settings().disruption()));
        } finally {
            try {
                // Scenarios remove their own namespaces, unless they are interrupted.
                phases.measure("clean up", () -> Leftovers.ofRun(Subject.api(), Subject.run(), LIMIT));
            } catch (NotMet | MissingNeed e) {
                phases.said("The cluster is still at it: " + e.getMessage());
            }
            cluster.bareHosts().ifPresent(DockerHosts::close);
        }
    }

    /** What an interrupted scenario has taken away is given back. */
    private static void giveBack(DockerHosts hosts, boolean mayBeAway) {
        try (hosts) {
            hosts.restore();
            if (mayBeAway) {
                new HostMarks(Subject.api(), Subject.run()).allBack();
            }
        }
    }

    @Override
    public List<String> kept() {
        return List.of();
    }
}
