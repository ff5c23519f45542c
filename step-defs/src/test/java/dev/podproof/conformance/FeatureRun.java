package dev.podproof.conformance;

import dev.podproof.conformance.subject.KubeconfigCluster;
import dev.podproof.conformance.subject.Settings;
import dev.podproof.conformance.subject.Subject;
import io.cucumber.junit.platform.engine.Constants;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the features against the cluster of a kubeconfig, for those who write them: arguments are the kubeconfig, the image, how many
 * scenarios at once, and the requirements' IDs (none: all). The command line's {@code run} is for everybody else.
 */
public final class FeatureRun {
    private FeatureRun() {}

    public static void main(String... arguments) {
        Settings settings = Settings.defaults().withImage(arguments[1]);
        KubeconfigCluster cluster = KubeconfigCluster.open(Path.of(arguments[0]), Optional.empty(), settings);
        Subject.use(cluster);
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectPackage("dev.podproof.features"))
                .configurationParameter(Constants.GLUE_PROPERTY_NAME, "dev.podproof.conformance.steps")
                .configurationParameter(Constants.PLUGIN_PUBLISH_QUIET_PROPERTY_NAME, "true")
                .configurationParameter(Constants.PARALLEL_EXECUTION_ENABLED_PROPERTY_NAME, "true")
                .configurationParameter(Constants.PARALLEL_CONFIG_STRATEGY_PROPERTY_NAME, "fixed")
                .configurationParameter(Constants.PARALLEL_CONFIG_FIXED_PARALLELISM_PROPERTY_NAME, arguments[2])
                .configurationParameter(Constants.PARALLEL_CONFIG_FIXED_MAX_POOL_SIZE_PROPERTY_NAME, arguments[2])
                .configurationParameter(Constants.PLUGIN_PROPERTY_NAME, "message:target/messages.ndjson");
        if (arguments.length > 3) {
            request.filters(TagFilter.includeTags(List.of(arguments).subList(3, arguments.length)));
        }
        Lines lines = new Lines(System.out);
        lines.say(cluster.name() + " offers " + cluster.offers().asMap());
        LauncherDiscoveryRequest built = request.build();
        LauncherFactory.create().execute(built, lines);
    }

    /** A line for each scenario. */
    private record Lines(PrintStream out) implements TestExecutionListener {
        void say(String line) {
            out.println(line);
        }

        @Override
        public void executionSkipped(TestIdentifier scenario, String reason) {
            say("skipped   " + scenario.getDisplayName() + ": " + reason);
        }

        @Override
        public void executionFinished(TestIdentifier scenario, TestExecutionResult result) {
            if (scenario.isTest() || result.getThrowable().isPresent()) {
                String why = result.getThrowable().map(Throwable::toString).orElse("");
                say(result.getStatus() + "  " + scenario.getTags() + " " + scenario.getDisplayName() + "  " + why);
            }
        }
    }
}
