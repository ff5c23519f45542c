package dev.podproof.report.run;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import io.cucumber.junit.platform.engine.Constants;
import io.cucumber.junit.platform.engine.CucumberTestEngine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The scenarios of some requirements, found on the class path by the JUnit Platform and executed by Cucumber. */
final class Scenarios {
    /** A tag on scenarios that stop or cut off hosts: nothing may run beside them. */
    private static final String DISRUPTIVE = "disruptive";

    /** A tag on scenarios that have the bare Docker hosts to themselves: they run beside all others, but not beside each other. */
    private static final String BARE_HOSTS = "bare-hosts";

    private static final String GLOBAL_LOCK =
            "org.junit.platform.engine.support.hierarchical.ExclusiveResource.GLOBAL_KEY";

    private final Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
            // Cucumber alone: other engines and listeners on the class path are not ours to run.
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(new CucumberTestEngine())
            .build());
    private final TestPlan plan;
    private final Collection<String> ids;

    private Scenarios(LauncherDiscoveryRequest request, Collection<String> ids) {
        this.plan = launcher.discover(request);
        this.ids = ids;
    }

    /**
     * Where features and their steps are found.
     *
     * @param features package of the feature files
     * @param glue package of the step definitions
     */
    record Source(String features, String glue) {
        static final Source PODPROOF = new Source("dev.podproof.features", "dev.podproof.conformance.steps");
    }

    /** Finds the scenarios tagged with one of these IDs; the others do not appear at all, not even as skipped. */
    static Scenarios find(Source source, Collection<String> ids, int parallel, RecorderPlugin.Registration recorder) {
        return new Scenarios(
                LauncherDiscoveryRequestBuilder.request()
                        .enableImplicitConfigurationParameters(false)
                        .selectors(selectPackage(source.features()))
                        .filters(taggedWithOneOf(ids))
                        .configurationParameter(Constants.GLUE_PROPERTY_NAME, source.glue())
                        .configurationParameter(Constants.PLUGIN_PROPERTY_NAME, recorder.option())
                        .configurationParameter(Constants.PLUGIN_PUBLISH_QUIET_PROPERTY_NAME, "true")
                        .configurationParameter(Constants.PARALLEL_EXECUTION_ENABLED_PROPERTY_NAME, "true")
                        .configurationParameter(Constants.PARALLEL_CONFIG_STRATEGY_PROPERTY_NAME, "fixed")
                        .configurationParameter(
                                Constants.PARALLEL_CONFIG_FIXED_PARALLELISM_PROPERTY_NAME, String.valueOf(parallel))
                        .configurationParameter(
                                Constants.PARALLEL_CONFIG_FIXED_MAX_POOL_SIZE_PROPERTY_NAME, String.valueOf(parallel))
                        .configurationParameter(
                                "cucumber.execution.exclusive-resources." + DISRUPTIVE + ".read-write", GLOBAL_LOCK)
                        .configurationParameter(
                                "cucumber.execution.exclusive-resources." + BARE_HOSTS + ".read-write", BARE_HOSTS)
                        .build(),
                ids);
    }

    private static PostDiscoveryFilter taggedWithOneOf(Collection<String> ids) {
        return descriptor -> FilterResult.includedIf(
                descriptor.getTags().stream().map(TestTag::getName).anyMatch(ids::contains));
    }

    /** How many examples each requirement has. */
    Map<String, Integer> planned() {
        Map<String, Integer> planned = new TreeMap<>();
        for (TestIdentifier root : plan.getRoots()) {
            plan.getDescendants(root).stream()
                    .filter(TestIdentifier::isTest)
                    .flatMap(test -> test.getTags().stream())
                    .map(TestTag::getName)
                    .filter(ids::contains)
                    .forEach(id -> planned.merge(id, 1, Integer::sum));
        }
        return planned;
    }

    /** How many examples there are in all. */
    int count() {
        return (int) plan.countTestIdentifiers(TestIdentifier::isTest);
    }

    /**
     * Runs them.
     *
     * @param cancellation what has not started when it is cancelled does not start
     * @return what went wrong outside of scenarios
     */
    List<String> execute(CancellationToken cancellation) {
        List<String> errors = new ArrayList<>();
        launcher.execute(LauncherExecutionRequestBuilder.request(plan)
                .cancellationToken(cancellation)
                .listeners(new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
                        if (identifier.isContainer() && result.getStatus() == TestExecutionResult.Status.FAILED) {
                            synchronized (errors) {
                                errors.add(identifier.getDisplayName() + ": "
                                        + result.getThrowable()
                                                .map(Throwable::toString)
                                                .orElse("failed without a reason"));
                            }
                        }
                    }
                })
                .build());
        return List.copyOf(errors);
    }
}
