package dev.podproof.report.run;

import dev.podproof.conformance.subject.Settings;
import dev.podproof.features.Fault;
import dev.podproof.features.Faults;
import dev.podproof.features.Level;
import dev.podproof.features.Profile;
import dev.podproof.features.Requirement;
import dev.podproof.features.Rules;
import dev.podproof.features.Specification;
import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.report.render.KillMatrixFiles;
import dev.podproof.report.verdict.KillMatrix;
import dev.podproof.report.verdict.KillMatrix.Row;
import dev.podproof.report.verdict.Outcome;
import dev.podproof.report.verdict.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds the suite against a cluster that is healthy at first and then has one deliberate violation after the other. What is known is written after each,
 * and where a folder holds a matrix of the same suite, the run goes on with what is missing. Used once.
 */
public final class MatrixRun {
    private static final String HEALTHY_FOLDER = "healthy";

    private final Request request;
    private final Specification specification;
    private final Faults catalogue;
    private final Rules rules = Rules.load();
    private final Watcher watcher;
    private final Clock clock;
    private Optional<ReferenceCluster> standing = Optional.empty();
    private Settings settings;
    private volatile Optional<ConformanceRun> current = Optional.empty();
    private volatile boolean interrupted;

    /**
     * What is to be held against what.
     *
     * @param faults those to be built in, one after the other
     * @param full all that the reference decides are held against each
     * @param refresh whether a matrix of an earlier suite in that folder is carried over, as far as it still holds
     */
    public record Request(
            Path out,
            String cluster,
            int hosts,
            int parallel,
            List<Fault> faults,
            boolean full,
            boolean refresh,
            Settings settings) {
        public Request {
            faults = List.copyOf(faults);
        }
    }

    public MatrixRun(Request request, Specification specification, Faults catalogue, Watcher watcher, Clock clock) {
        this.request = request;
        this.specification = specification;
        this.catalogue = catalogue;
        this.watcher = watcher;
        this.clock = clock;
        this.settings = request.settings();
    }

    /**
     * Runs what is missing, and returns what is known then.
     *
     * @throws BadInput when the folder holds a matrix of another suite, or no cluster can be had
     */
    public KillMatrix execute() {
        KillMatrix matrix = begin(KillMatrixFiles.read(request.out()));
        try {
            matrix = with(matrix, Optional.empty());
            for (Fault fault : request.faults()) {
                if (!interrupted) {
                    matrix = with(matrix, Optional.of(fault));
                }
            }
            return matrix;
        } catch (HostsException e) {
            throw new BadInput(e.getMessage(), e);
        } finally {
            standing.ifPresent(ReferenceCluster::stop);
        }
    }

    /** Ends it as soon as can be; called by another thread. */
    public void interrupt(Thread runner) {
        interrupted = true;
        current.ifPresent(run -> run.interrupt(runner));
    }

    /** For the very end of a process. */
    public void removeLeftovers() {
        standing.ifPresent(ReferenceCluster::stop);
    }

    private KillMatrix begin(Optional<KillMatrix> earlier) {
        earlier.ifPresent(matrix -> {
            if (!request.refresh() && !matrix.digest().equals(specification.digest())) {
                throw new BadInput(request.out() + " holds the matrix of another suite (" + matrix.digest()
                        + ", this one is " + specification.digest() + "); name another folder with --out, or say"
                        + " --refresh to try only those faults again whose requirements or scenarios have changed");
            }
            if (matrix.full() != request.full()) {
                throw new BadInput(request.out() + " holds a matrix that was made "
                        + (matrix.full() ? "with" : "without") + " --full; name another folder with --out");
            }
        });
        return earlier.map(matrix -> matrix.carriedOver(specification.digest(), rules))
                .orElseGet(() -> new KillMatrix(
                        specification.digest(),
                        request.full(),
                        Optional.empty(),
                        List.of(),
                        catalogue.notInjectable().size()));
    }

    private KillMatrix with(KillMatrix matrix, Optional<Fault> fault) {
        Selection selection = selection(fault);
        List<String> wanted = selection.requirements().orElseThrow();
        if (matrix.covers(fault.map(Fault::id).orElse(Row.HEALTHY), wanted)) {
            return matrix;
        }
        KillMatrix more = matrix.with(row(fault, selection));
        try {
            KillMatrixFiles.write(more, request.out());
        } catch (IOException e) {
            throw new UncheckedIOException("The kill matrix cannot be written to " + request.out(), e);
        }
        return more;
    }

    private Row row(Optional<Fault> fault, Selection selection) {
        String name = fault.map(Fault::id).orElse(Row.HEALTHY);
        watcher.said(fault.map(Fault::sentence)
                .map(sentence -> name + ": " + sentence)
                .orElse(name));
        var began = clock.instant();
        SortedMap<String, Outcome> outcomes = new TreeMap<>();
        String reason = "";
        try {
            run(fault, selection).asked().forEach(result -> outcomes.put(result.id(), result.outcome()));
        } catch (BadInput | HostsException e) {
            reason = String.valueOf(e.getMessage());
        }
        return new Row(
                name,
                fault.map(Fault::named).orElse(List.of()),
                fault.map(f -> f.sideEffects().stream()
                                .map(Fault.SideEffect::requirement)
                                .toList())
                        .orElse(List.of()),
                outcomes,
                rules.digest(outcomes.keySet()),
                java.time.Duration.between(began, clock.instant()).toMillis() / 1000.0,
                interrupted && reason.isEmpty() ? "interrupted" : reason);
    }

    private Report run(Optional<Fault> fault, Selection selection) {
        ReferenceCluster cluster = cluster(fault);
        try {
            cluster.useFaults(fault.map(Fault::id).map(List::of).orElse(List.of()));
            RunRequest asked = new RunRequest(
                    request.out().resolve("runs").resolve(fault.map(Fault::id).orElse(HEALTHY_FOLDER)),
                    ReferenceTarget.standing(cluster, settings),
                    selection,
                    request.parallel(),
                    Optional.empty(),
                    false,
                    Map.of());
            ConformanceRun run = new ConformanceRun(asked, specification, watcher, clock);
            current = Optional.of(run);
            return run.execute();
        } finally {
            current = Optional.empty();
            if (isFromTheStart(fault)) {
                cluster.stop();
            } else {
                cluster.useFaults(List.of());
            }
        }
    }

    /** The one that stands, or one of its own for a fault that cannot be switched. */
    private ReferenceCluster cluster(Optional<Fault> fault) {
        if (isFromTheStart(fault)) {
            return start(
                    request.cluster() + "-1", fault.map(Fault::id).map(List::of).orElse(List.of()));
        }
        if (standing.isEmpty()) {
            ReferenceCluster started = start(request.cluster(), List.of());
            standing = Optional.of(started);
            settings = ReferenceTarget.surroundings(started, settings);
        }
        return standing.get();
    }

    private ReferenceCluster start(String name, List<String> faults) {
        ReferenceCluster cluster = ReferenceCluster.builder()
                .name(name)
                .hosts(request.hosts())
                .faults(faults)
                .progress(new Phases(clock, watcher).ofHosts())
                .build();
        cluster.start();
        return cluster;
    }

    private static boolean isFromTheStart(Optional<Fault> fault) {
        return fault.filter(one -> one.takesEffect() == Fault.TakesEffect.FROM_THE_START)
                .isPresent();
    }

    private Selection selection(Optional<Fault> fault) {
        List<Profile> profiles = List.of(Profile.PORTABLE, Profile.ORIGINAL, Profile.HOSTS);
        Set<String> wanted = new TreeSet<>();
        if (request.full()) {
            decided().forEach(wanted::add);
        } else {
            List<Fault> about = fault.map(List::of).orElse(request.faults());
            about.forEach(one -> wanted.addAll(one.named()));
        }
        return new Selection(profiles, Optional.of(new ArrayList<>(wanted)));
    }

    /** All that somebody has to satisfy, and that is a matter of the reference. */
    private List<String> decided() {
        return specification.requirements().stream()
                .filter(requirement -> requirement.level() != Level.MAY && requirement.profile() != Profile.DOCKER)
                .map(Requirement::id)
                .toList();
    }
}
