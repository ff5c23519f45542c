package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.probe.ApiLost;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.ApiRefused;
import dev.podproof.conformance.probe.Documents;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says again and again that this run is alive, on a namespace that it has for nothing else, in the cluster's own time: a run on another machine cannot
 * see this one's process. {@link Runs} reads it.
 */
public final class LifeSign implements AutoCloseable {
    static final String ALIVE = "podproof.dev/alive";
    static final Duration PAUSE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(LifeSign.class);

    private final ApiProbe api;
    private final String path;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "podproof-life-sign");
        thread.setDaemon(true);
        return thread;
    });

    private ScheduledFuture<?> giving;

    private LifeSign(ApiProbe api, String path) {
        this.api = api;
        this.path = path;
    }

    /** Begins, with a first sign. A cluster that grants no namespace for it has been told so by others: the run goes on. */
    public static LifeSign start(ApiProbe api, RunIdentity run) {
        return start(api, run, PAUSE);
    }

    static LifeSign start(ApiProbe api, RunIdentity run, Duration pause) {
        String name = "podproof-run-" + run.id();
        LifeSign sign = new LifeSign(api, "/api/v1/namespaces/" + name);
        try {
            ObjectNode document = Documents.yaml("metadata: {name: %s}".formatted(name));
            run.labels().forEach(document.withObject("/metadata/labels")::put);
            run.annotations().forEach(document.withObject("/metadata/annotations")::put);
            api.create("/api/v1/namespaces", document);
            sign.give();
        } catch (NotMet | ApiRefused | MissingNeed | ApiLost e) {
            LOG.warn(
                    "No sign of this run's life can be given, so that runs on other machines do not see it: {}",
                    e.getMessage());
        }
        sign.giving = sign.clock.scheduleAtFixedRate(
                sign::tryToGive, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        return sign;
    }

    private void tryToGive() {
        try {
            give();
        } catch (ApiLost | MissingNeed e) {
            // Scenarios meet the same and say so; the next sign may get through.
            LOG.debug("No sign was given: {}", e.getMessage());
        }
    }

    private void give() {
        api.get("/version").date().flatMap(Runs::httpDate).ifPresent(now -> {
            ObjectNode change = Documents.yaml("{}");
            change.withObject("/metadata/annotations").put(ALIVE, now.toString());
            api.merge(path, change);
        });
    }

    /** Ends; the namespace goes with all others of the run. */
    @Override
    public void close() {
        giving.cancel(true);
        clock.shutdownNow();
    }
}
