package dev.podproof.reference.controller.bounds;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a cluster that is left alone from growing: looks now and then for what is over. */
public final class Bounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bounds.class);
    private static final Duration BETWEEN_PODS = Duration.ofSeconds(20);
    private static final Duration BETWEEN_EVENTS = Duration.ofMinutes(5);
    private static final Duration EVENTS_LIVE = Duration.ofHours(1);
    /** Far more than anybody reads, and few enough for the master's memory. */
    private static final int FINISHED_PODS = 1_000;

    private final PodSweeper pods;
    private final EventSweeper events;
    private final ScheduledExecutorService executor;
    private List<ScheduledFuture<?>> sweeping = List.of();

    public Bounds(KubernetesClient client, ClusterView view, Clock clock, ScheduledExecutorService executor) {
        this.pods = new PodSweeper(client, view, FINISHED_PODS);
        this.events = new EventSweeper(client, clock, EVENTS_LIVE);
        this.executor = executor;
    }

    /** Begins to look. */
    public void start() {
        sweeping = List.of(every(BETWEEN_PODS, "pods", pods::sweep), every(BETWEEN_EVENTS, "events", events::sweep));
    }

    private ScheduledFuture<?> every(Duration pause, String what, Runnable sweep) {
        return executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        sweep.run();
                    } catch (RuntimeException | Error failed) {
                        LOG.warn(
                                "{} that are over were not all removed, trying again: {}",
                                what,
                                ApiErrors.message(failed));
                    }
                },
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        sweeping.forEach(each -> each.cancel(false));
    }
}
