package dev.podproof.report.run;

import dev.podproof.conformance.eventually.Turn;
import dev.podproof.report.verdict.Pause;
import io.cucumber.core.eventbus.EventBus;
import io.cucumber.core.feature.FeatureParser;
import io.cucumber.core.feature.FeatureWithLines;
import io.cucumber.core.feature.GluePath;
import io.cucumber.core.gherkin.Feature;
import io.cucumber.core.gherkin.Pickle;
import io.cucumber.core.options.RuntimeOptions;
import io.cucumber.core.options.RuntimeOptionsBuilder;
import io.cucumber.core.runtime.BackendServiceLoader;
import io.cucumber.core.runtime.CucumberExecutionContext;
import io.cucumber.core.runtime.ExitStatus;
import io.cucumber.core.runtime.FeaturePathFeatureSupplier;
import io.cucumber.core.runtime.ObjectFactoryServiceLoader;
import io.cucumber.core.runtime.ObjectFactorySupplier;
import io.cucumber.core.runtime.SynchronizedEventBus;
import io.cucumber.core.runtime.ThreadLocalObjectFactorySupplier;
import io.cucumber.core.runtime.ThreadLocalRunnerSupplier;
import io.cucumber.core.runtime.TimeServiceEventBus;
import io.cucumber.messages.types.Envelope;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The scenarios of some requirements, found on the class path and executed by Cucumber. Which of them runs when is decided here, by a
 * {@link Schedule}: Cucumber's engines know neither scenarios that wait nor those that need the cluster to themselves.
 */
final class Scenarios {
    /** For each scenario that works so many may be under way: the others wait for something. */
    private static final int UNDER_WAY = 4;

    private final RuntimeOptions options;
    private final List<Feature> features;
    private final Collection<String> ids;
    private final Clock clock;
    private final Lengths lengths = Lengths.read();
    private final Queue<Pause> pauses = new ConcurrentLinkedQueue<>();

    private Scenarios(RuntimeOptions options, Collection<String> ids, Clock clock) {
        this.options = options;
        this.ids = ids;
        this.clock = clock;
        this.features = new FeaturePathFeatureSupplier(Scenarios::classes, options, new FeatureParser(UUID::randomUUID))
                .get().stream()
                        .filter(feature -> feature.getPickles().stream().anyMatch(this::isChosen))
                        .toList();
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
    static Scenarios find(Source source, Collection<String> ids, Clock clock) {
        return new Scenarios(
                new RuntimeOptionsBuilder()
                        .addFeature(FeatureWithLines.parse(
                                "classpath:" + source.features().replace('.', '/')))
                        .addGlue(GluePath.parse(source.glue()))
                        .build(),
                ids,
                clock);
    }

    private boolean isChosen(Pickle pickle) {
        return idsOf(pickle).findAny().isPresent();
    }

    private Stream<String> idsOf(Pickle pickle) {
        return pickle.getTags().stream().map(tag -> tag.substring(1)).filter(ids::contains);
    }

    private Stream<Pickle> pickles() {
        return features.stream()
                .flatMap(feature -> feature.getPickles().stream())
                .filter(this::isChosen);
    }

    /** How many examples each requirement has. */
    Map<String, Integer> planned() {
        Map<String, Integer> planned = new TreeMap<>();
        pickles().flatMap(this::idsOf).forEach(id -> planned.merge(id, 1, Integer::sum));
        return planned;
    }

    /** How many examples there are in all. */
    int count() {
        return (int) pickles().count();
    }

    /** When they only waited, as far as they have run. */
    List<Pause> pauses() {
        return List.copyOf(pauses);
    }

    /**
     * Runs them.
     *
     * @param parallel how many work side by side
     * @param recorder is given all that Cucumber says
     * @param ended what has not started when this turns true does not start
     * @return what went wrong outside of scenarios
     */
    List<String> execute(int parallel, Consumer<Envelope> recorder, BooleanSupplier ended) {
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        EventBus bus = SynchronizedEventBus.synchronize(new TimeServiceEventBus(clock, UUID::randomUUID));
        bus.registerHandlerFor(Envelope.class, recorder::accept);
        CucumberExecutionContext context = context(bus);
        context.startTestRun();
        features.forEach(context::beforeFeature);
        if (attempt("before the scenarios", context::runBeforeAllHooks, errors)) {
            runAll(new Schedule<>(pickles().map(this::job).toList(), parallel, ended), parallel, context, errors);
        }
        attempt("after the scenarios", context::runAfterAllHooks, errors);
        context.finishTestRun();
        return List.copyOf(errors);
    }

    private CucumberExecutionContext context(EventBus bus) {
        ObjectFactorySupplier objects =
                new ThreadLocalObjectFactorySupplier(new ObjectFactoryServiceLoader(Scenarios::classes, options));
        return new CucumberExecutionContext(
                bus,
                new ExitStatus(options),
                new ThreadLocalRunnerSupplier(
                        options, bus, new BackendServiceLoader(Scenarios::classes, objects), objects));
    }

    private static ClassLoader classes() {
        return Scenarios.class.getClassLoader();
    }

    private Schedule.Job<Pickle> job(Pickle pickle) {
        return new Schedule.Job<>(pickle, Part.changedBy(pickle.getTags()), lengths.of(idsOf(pickle)));
    }

    private void runAll(
            Schedule<Pickle> schedule, int parallel, CucumberExecutionContext context, List<String> errors) {
        int threads = Math.min(parallel * UNDER_WAY, Math.max(1, count()));
        CountDownLatch left = new CountDownLatch(threads);
        for (int i = 1; i <= threads; i++) {
            Thread worker = new Thread(
                    () -> {
                        try {
                            work(schedule, context, errors);
                        } finally {
                            left.countDown();
                        }
                    },
                    "worker-" + i);
            worker.setDaemon(true);
            worker.start();
        }
        try {
            left.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(Schedule<Pickle> schedule, CucumberExecutionContext context, List<String> errors) {
        Turn turn = turn(schedule);
        try {
            for (Optional<Schedule.Job<Pickle>> next = schedule.take(); next.isPresent(); next = schedule.take()) {
                Schedule.Job<Pickle> job = next.get();
                try {
                    attempt(
                            job.work().getName(),
                            () -> turn.during(() -> context.runTestCase(runner -> runner.runPickle(job.work()))),
                            errors);
                } finally {
                    schedule.done(job);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Turn turn(Schedule<Pickle> schedule) {
        AtomicReference<Instant> began = new AtomicReference<>();
        return new Turn(
                () -> {
                    began.set(clock.instant());
                    schedule.paused();
                },
                () -> {
                    schedule.resumed();
                    pauses.add(new Pause(Thread.currentThread().getName(), began.get(), clock.instant()));
                });
    }

    private static boolean attempt(String what, Runnable work, List<String> errors) {
        try {
            work.run();
            return true;
        } catch (RuntimeException | Error e) {
            errors.add(what + ": " + e);
            return false;
        }
    }
}
