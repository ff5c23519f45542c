package dev.podproof.report.render;

import dev.podproof.features.Profile;
import dev.podproof.report.verdict.Conformance;
import dev.podproof.report.verdict.Example;
import dev.podproof.report.verdict.Matrix;
import dev.podproof.report.verdict.Outcome;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.RequirementResult;
import dev.podproof.report.verdict.RunEnd;
import dev.podproof.report.verdict.ScenarioResult;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the templates show, in the order in which a reader wants it. Public, like its parts, because FreeMarker reads them.
 *
 * @param failures requirements that failed, MUST before SHOULD
 * @param failuresAlike the same by reason
 * @param undecided requirements that ran and decided nothing, by reason
 * @param sections all that the verdicts are about, by section of the source document
 * @param sources which source addresses servers on other hosts saw
 * @param timeline when which scenario ran
 * @param contrast what the same calls came to with Docker alone
 */
public record Page(
        Report report,
        String startedAt,
        List<Card> cards,
        List<RequirementResult> failures,
        List<Alike> failuresAlike,
        List<Alike> undecided,
        List<Section> sections,
        List<SourceView> sources,
        SideBySide contrast,
        List<MatrixView> matrices,
        FlowPicture hosts,
        List<Bar> phases,
        List<Bar> slowest,
        List<Bar> slowestSteps,
        TimelinePicture timeline,
        List<Offer> offers) {
    static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int SLOWEST = 8;

    /** A profile's verdict and how its MUSTs came out. */
    public record Card(String profile, String verdict, int musts, List<Part> parts) {}

    /** A part of a whole, as a share of it in percent. */
    public record Part(String word, long count, double percent) {}

    /** A section of the source document. */
    public record Section(String name, List<RequirementResult> requirements, List<Part> parts) {}

    /** A named duration, beside the longest of its list. */
    public record Bar(String name, double seconds, double percent) {}

    /** A need and whether the target offers it. */
    public record Offer(String need, boolean offered, String reason) {}

    static Page of(Report report) {
        List<RequirementResult> applicable = report.applicable();
        List<MatrixView> matrices = matrices(report);
        return new Page(
                report,
                MINUTE.format(report.start().startedAt()),
                cards(report),
                with(applicable, Outcome.FAILED),
                Alike.of(with(applicable, Outcome.FAILED)),
                Alike.of(with(applicable, Outcome.CANT_TELL)),
                sections(report.ofProfiles()),
                SourceView.of(report),
                SideBySide.of(SideBySide.subjects(network(report), report)),
                matrices,
                FlowPicture.of(report.start().topology().hosts(), List.of()),
                bars(report.end().phases().stream()),
                slowest(report),
                bars(SlowStep.of(report).stream()
                        .map(step -> new RunEnd.Phase(step.requirement() + " " + step.step(), step.seconds()))),
                TimelinePicture.of(report.timeline()),
                offers(report));
    }

    private static String network(Report report) {
        return "the pods' network"
                + Optional.ofNullable(report.start().environment().get("pod network"))
                        .map(name -> " (" + name + ")")
                        .orElse("");
    }

    private static List<Card> cards(Report report) {
        List<Card> cards = new ArrayList<>();
        report.verdicts().forEach((Profile profile, Conformance verdict) -> {
            List<RequirementResult> musts = report.requirements().stream()
                    .filter(r -> r.must() && r.requirement().profile() == profile)
                    .toList();
            cards.add(new Card(profile.word(), verdict.word(), musts.size(), parts(musts)));
        });
        return cards;
    }

    static List<Part> parts(List<RequirementResult> of) {
        return Stream.of(Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED, Outcome.INAPPLICABLE)
                .map(o -> new Part(o.word(), Report.count(of, o), percent(Report.count(of, o), of.size())))
                .filter(part -> part.count() > 0)
                .toList();
    }

    private static List<RequirementResult> with(List<RequirementResult> of, Outcome outcome) {
        return of.stream()
                .filter(r -> r.outcome() == outcome)
                .sorted(Comparator.comparing(r -> r.requirement().level()))
                .toList();
    }

    private static List<Section> sections(List<RequirementResult> ofProfiles) {
        Map<String, List<RequirementResult>> bySection = new LinkedHashMap<>();
        ofProfiles.forEach(r -> bySection
                .computeIfAbsent(r.requirement().section(), unused -> new ArrayList<>())
                .add(r));
        return bySection.entrySet().stream()
                .map(e -> new Section(e.getKey(), e.getValue(), parts(e.getValue())))
                .toList();
    }

    private static List<MatrixView> matrices(Report report) {
        List<MatrixView> views = new ArrayList<>();
        for (RequirementResult result : report.requirements()) {
            for (ScenarioResult scenario : result.scenarios()) {
                for (Example example : scenario.examples()) {
                    for (Matrix matrix : example.matrices()) {
                        views.add(MatrixView.of(
                                result.id(), matrix, report.start().topology().hosts()));
                    }
                }
            }
        }
        views.removeIf(view -> !view.worthDrawing());
        // What went wrong comes first.
        views.sort(Comparator.comparing(view -> view.met() == view.total()));
        return views;
    }

    private static List<Bar> slowest(Report report) {
        return bars(report.requirements().stream()
                .flatMap(r -> r.scenarios().stream().map(s -> new RunEnd.Phase(r.id() + " " + s.name(), s.seconds())))
                .sorted(Comparator.comparingDouble(RunEnd.Phase::seconds).reversed())
                .limit(SLOWEST));
    }

    private static List<Bar> bars(Stream<RunEnd.Phase> durations) {
        List<RunEnd.Phase> all = durations.toList();
        double longest = all.stream().mapToDouble(RunEnd.Phase::seconds).max().orElse(0);
        return all.stream()
                .map(p -> new Bar(p.name(), p.seconds(), longest == 0 ? 0 : 100 * p.seconds() / longest))
                .toList();
    }

    private static List<Offer> offers(Report report) {
        return new TreeMap<>(report.start().offers())
                .entrySet().stream()
                        .map(e -> new Offer(
                                e.getKey(),
                                Boolean.TRUE.equals(e.getValue()),
                                Boolean.TRUE.equals(e.getValue()) ? "" : String.valueOf(e.getValue())))
                        .toList();
    }

    private static double percent(long part, int whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }
}
