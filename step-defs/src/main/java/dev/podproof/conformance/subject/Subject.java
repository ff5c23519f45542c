package dev.podproof.conformance.subject;

/** The cluster that this run tests: the suite's one static, because Cucumber makes the steps and hands them nothing. */
public final class Subject {
    private static volatile ClusterUnderTest current;

    private Subject() {}

    /** Sets the cluster for the scenarios that start from now on. */
    public static void use(ClusterUnderTest cluster) {
        current = cluster;
    }

    /**
     * The cluster under test.
     *
     * @throws IllegalStateException when the runner has named none
     */
    public static ClusterUnderTest current() {
        ClusterUnderTest cluster = current;
        if (cluster == null) {
            throw new IllegalStateException("No cluster to test: call Subject.use(…) before the features are run");
        }
        return cluster;
    }
}
