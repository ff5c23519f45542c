package dev.podproof.conformance.subject;

import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.ExecProbe;

/** The cluster that this run tests: the suite's one static, because Cucumber makes the steps and hands them nothing. */
public final class Subject {
    private static volatile Bench bench;

    private Subject() {}

    /** A cluster, and the probes that all scenarios share. */
    private record Bench(ClusterUnderTest cluster, RunIdentity run, ApiProbe api, ExecProbe exec, Counts counts) {}

    /** Sets the cluster for the scenarios that start from now on. */
    public static void use(ClusterUnderTest cluster) {
        bench = new Bench(
                cluster,
                RunIdentity.ofThisProcess(),
                new ApiProbe(cluster.access()),
                new ExecProbe(cluster.access()),
                new Counts());
    }

    /**
     * The cluster under test.
     *
     * @throws IllegalStateException when the runner has named none
     */
    public static ClusterUnderTest current() {
        return bench().cluster();
    }

    public static RunIdentity run() {
        return bench().run();
    }

    public static ApiProbe api() {
        return bench().api();
    }

    public static ExecProbe exec() {
        return bench().exec();
    }

    public static Counts counts() {
        return bench().counts();
    }

    private static Bench bench() {
        Bench present = bench;
        if (present == null) {
            throw new IllegalStateException("No cluster to test: call Subject.use(…) before the features are run");
        }
        return present;
    }
}
