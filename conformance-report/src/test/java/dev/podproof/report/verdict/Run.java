package dev.podproof.report.verdict;

import dev.podproof.features.Basis;
import dev.podproof.features.Level;
import dev.podproof.features.Profile;
import dev.podproof.features.Requirement;
import io.cucumber.gherkin.GherkinParser;
import io.cucumber.messages.ndjson.Serializer;
import io.cucumber.messages.types.Attachment;
import io.cucumber.messages.types.AttachmentContentEncoding;
import io.cucumber.messages.types.Duration;
import io.cucumber.messages.types.Envelope;
import io.cucumber.messages.types.Exception;
import io.cucumber.messages.types.Hook;
import io.cucumber.messages.types.Pickle;
import io.cucumber.messages.types.PickleStep;
import io.cucumber.messages.types.SourceReference;
import io.cucumber.messages.types.TestCase;
import io.cucumber.messages.types.TestCaseFinished;
import io.cucumber.messages.types.TestCaseStarted;
import io.cucumber.messages.types.TestRunFinished;
import io.cucumber.messages.types.TestRunStarted;
import io.cucumber.messages.types.TestStep;
import io.cucumber.messages.types.TestStepFinished;
import io.cucumber.messages.types.TestStepResult;
import io.cucumber.messages.types.TestStepResultStatus;
import io.cucumber.messages.types.Timestamp;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages of a run, written by hand: a real feature file, and for each of its examples what each step came to. */
public final class Run {
    public static final Instant START = Instant.parse("2026-11-02T10:00:00Z");

    private static final String WORKER = "worker-1";

    private final List<Pause> pauses = new ArrayList<>();
    private final List<Envelope> messages = new ArrayList<>();
    private final List<Pickle> pickles;
    private final List<Requirement> requirements = new ArrayList<>();
    private final Map<String, Integer> planned = new LinkedHashMap<>();
    private final Map<String, Object> offers = new LinkedHashMap<>();
    private List<Profile> profiles = List.of(Profile.PORTABLE);
    private Optional<List<String>> selected = Optional.empty();
    private RunEnd.Ended ended = RunEnd.Ended.COMPLETED;
    private final Map<String, String> inapplicable = new LinkedHashMap<>();
    private String reason = "";
    private String suite = "sha256:abc";
    private boolean hasEnd = true;
    private int ids;
    private long second;

    private Run(String feature) {
        GherkinParser.builder()
                .build()
                .parse("networking.feature", feature.getBytes(StandardCharsets.UTF_8))
                .forEach(messages::add);
        pickles = messages.stream().flatMap(m -> m.getPickle().stream()).toList();
        messages.add(
                Envelope.of(new Hook("hook", "prepare", new SourceReference("hooks", null, null, null), null, null)));
        messages.add(Envelope.of(new TestRunStarted(timestamp(), "run")));
    }

    public static Run of(String feature) {
        return new Run(feature);
    }

    public Run requirement(String id, Level level, Profile profile) {
        requirements.add(new Requirement(
                id,
                level,
                Basis.STATED,
                profile,
                "Networking",
                List.of(),
                "What " + id + " asks for <b>here</b>.",
                ""));
        return this;
    }

    /** One whose scenarios do not see everything. */
    public Run must(String id, String untested) {
        requirements.add(new Requirement(
                id,
                Level.MUST,
                Basis.STATED,
                Profile.PORTABLE,
                "Networking",
                List.of(),
                "What " + id + " asks for.",
                untested));
        return this;
    }

    public Run must(String id) {
        return requirement(id, Level.MUST, Profile.PORTABLE);
    }

    public Run profiles(Profile... chosen) {
        profiles = List.of(chosen);
        return this;
    }

    public Run select(String... selection) {
        selected = Optional.of(List.of(selection));
        return this;
    }

    public Run planned(String id, int examples) {
        planned.put(id, examples);
        return this;
    }

    public Run offer(String need, Object offered) {
        offers.put(need, offered);
        return this;
    }

    public Run ended(RunEnd.Ended how) {
        ended = how;
        return this;
    }

    public Run suite(String digest) {
        suite = digest;
        return this;
    }

    public Run notRun(String why) {
        reason = why;
        return ended(RunEnd.Ended.NOT_RUN);
    }

    public Run inapplicable(String id, String why) {
        inapplicable.put(id, why);
        return this;
    }

    /** The worker only waited between these seconds after the start. */
    Run paused(int from, int to) {
        pauses.add(new Pause(WORKER, START.plusSeconds(from), START.plusSeconds(to)));
        return this;
    }

    public Run killed() {
        hasEnd = false;
        return this;
    }

    /** The outcome of one step of an example: a status, and where it is not passed what was thrown. */
    public record Happened(TestStepResultStatus status, String type, String message, List<Attachment> attached) {
        public static Happened passed() {
            return new Happened(TestStepResultStatus.PASSED, null, null, List.of());
        }

        public static Happened skipped() {
            return new Happened(TestStepResultStatus.SKIPPED, null, null, List.of());
        }

        public static Happened undefined() {
            return new Happened(TestStepResultStatus.UNDEFINED, null, null, List.of());
        }

        public static Happened ambiguous() {
            return new Happened(TestStepResultStatus.AMBIGUOUS, null, null, List.of());
        }

        public static Happened pending() {
            return new Happened(TestStepResultStatus.PENDING, null, null, List.of());
        }

        public static Happened thrown(String type, String message) {
            return new Happened(TestStepResultStatus.FAILED, type, message, List.of());
        }

        public static Happened notMet(String message) {
            return thrown(Recorded.NOT_MET, message);
        }

        public static Happened missingNeed(String need) {
            return new Happened(
                    TestStepResultStatus.SKIPPED, Recorded.MISSING_NEED, "needs " + need + ": not here", List.of());
        }

        public static Happened aborted(String message) {
            return new Happened(
                    TestStepResultStatus.SKIPPED, "org.opentest4j.TestAbortedException", message, List.of());
        }

        public static Happened observed(boolean met) {
            return passed().with(Recorded.OBSERVATION, new Observation("its address", "10.0.0.1", "10.0.0.1", met));
        }

        public Happened with(String mediaType, Object value) {
            return withRaw(mediaType, Attachments.of(mediaType, value).getBody());
        }

        public Happened withRaw(String mediaType, String body) {
            List<Attachment> more = new ArrayList<>(attached);
            more.add(new Attachment(
                    body,
                    AttachmentContentEncoding.IDENTITY,
                    null,
                    mediaType,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null));
            return new Happened(status, type, message, more);
        }
    }

    /** Runs the example with that number (from 0): first a hook, then its steps. */
    public Run ran(int example, Happened hook, Happened... steps) {
        return execute(example, 0, false, true, hook, steps);
    }

    public Run retried(int example, Happened... steps) {
        return execute(example, 0, true, true, Happened.passed(), steps);
    }

    public Run ranAgain(int example, Happened... steps) {
        return execute(example, 1, false, true, Happened.passed(), steps);
    }

    public Run startedOnly(int example, Happened... steps) {
        return execute(example, 0, false, false, Happened.passed(), steps);
    }

    private Run execute(int example, long attempt, boolean retry, boolean finished, Happened hook, Happened... steps) {
        Pickle pickle = pickles.get(example);
        List<TestStep> testSteps = new ArrayList<>();
        testSteps.add(new TestStep("hook", id(), null, null, null));
        for (PickleStep step : pickle.getSteps()) {
            testSteps.add(new TestStep(null, id(), step.getId(), List.of(), List.of()));
        }
        TestCase testCase = new TestCase(id(), pickle.getId(), testSteps, "run");
        String started = id();
        messages.add(Envelope.of(testCase));
        messages.add(Envelope.of(new TestCaseStarted(attempt, started, testCase.getId(), WORKER, timestamp())));
        List<Happened> all = new ArrayList<>(List.of(hook));
        all.addAll(List.of(steps));
        for (int i = 0; i < all.size(); i++) {
            finish(started, testSteps.get(i).getId(), all.get(i));
        }
        if (finished) {
            messages.add(Envelope.of(new TestCaseFinished(started, timestamp(), retry)));
        }
        return this;
    }

    private void finish(String started, String step, Happened happened) {
        for (Attachment a : happened.attached()) {
            messages.add(Envelope.of(new Attachment(
                    a.getBody(),
                    a.getContentEncoding(),
                    null,
                    a.getMediaType(),
                    null,
                    started,
                    step,
                    null,
                    null,
                    null,
                    null)));
        }
        Exception exception =
                happened.type() == null ? null : new Exception(happened.type(), happened.message(), "stack");
        messages.add(Envelope.of(new TestStepFinished(
                started,
                step,
                new TestStepResult(new Duration(0L, 500_000_000L), happened.message(), happened.status(), exception),
                timestamp())));
    }

    public Report report() {
        return Verdict.of(requirements, messages());
    }

    public RequirementResult result(String id) {
        return report().byId().get(id);
    }

    public List<Requirement> requirements() {
        return requirements;
    }

    public List<Envelope> messages() {
        List<Envelope> all = new ArrayList<>();
        all.add(Envelope.of(Attachments.of(Recorded.RUN, start())));
        all.addAll(messages);
        if (hasEnd) {
            all.add(Envelope.of(new TestRunFinished(null, true, timestamp(), null, "run")));
            all.add(Envelope.of(Attachments.of(
                    Recorded.END,
                    new RunEnd(
                            START.plusSeconds(second),
                            List.of(new RunEnd.Phase("cluster", 12.5), new RunEnd.Phase("scenarios", 30)),
                            7,
                            ended == RunEnd.Ended.INTERRUPTED,
                            ended,
                            List.of(),
                            reason,
                            new Effort(3, 40, 500, 6, 7),
                            pauses))));
        }
        return all;
    }

    /** The messages as a record holds them. */
    public String record() throws IOException {
        StringWriter text = new StringWriter();
        Serializer serializer = new Serializer();
        for (Envelope message : messages()) {
            StringWriter line = new StringWriter();
            serializer.writeValue(line, message);
            text.append(line.toString().strip()).append('\n');
        }
        return text.toString();
    }

    private RunStart start() {
        return new RunStart(
                START,
                new RunStart.Implementation("podproof-reference", "v1.0.0 ![v1](x)", "reference", 3),
                new RunStart.Suite("0.1.0", suite),
                Map.of("java", "17"),
                offers,
                profiles,
                selected,
                planned,
                new RunStart.Topology(
                        List.of(
                                new RunStart.Host("host-1", "172.18.0.3", "10.244.1.0/24"),
                                new RunStart.Host("host-2", "172.18.0.4", "10.244.2.0/24")),
                        List.of(
                                new RunStart.Host("bare-1", "172.18.0.8", ""),
                                new RunStart.Host("bare-2", "172.18.0.9", ""))),
                inapplicable);
    }

    private String id() {
        ids++;
        return "id-" + ids;
    }

    private Timestamp timestamp() {
        second++;
        return new Timestamp(START.getEpochSecond() + second, 0L);
    }
}
