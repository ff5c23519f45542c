package dev.podproof.report.render;

import dev.podproof.features.Profile;
import dev.podproof.features.Statement;
import dev.podproof.report.verdict.Conformance;
import dev.podproof.report.verdict.Outcome;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.RequirementResult;
import dev.podproof.report.verdict.RunEnd;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the templates show, in the order in which a reader wants it. Public, like its parts, because FreeMarker reads them.
 *
 * @param selection the verdict on what was selected; empty where all was asked
 * @param failures requirements that failed, MUST before SHOULD, by reason
 * @param undecided requirements that ran and decided nothing, by reason
 * @param sections all that the verdicts are about, by section of the source document
 * @param features the same by feature file
 * @param statements what the source document says, and what became of it
 * @param sources which source addresses servers on other hosts saw
 * @param timeline when which scenario ran
 * @param contrast what the same calls came to with Docker alone
 */
public record Page(
        Report report,
        String startedAt,
        List<Card> selection,
        List<Card> cards,
        List<Alike> failures,
        List<Alike> undecided,
        List<Section> sections,
        List<Feature> features,
        List<Said> statements,
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

    /**
     * A verdict and what it rests on.
     *
     * @param kind the verdict as the name of a style
     */
    public record Card(String profile, String verdict, String kind, int musts, List<Part> parts) {}

    /** A part of a whole, as a share of it in percent. */
    public record Part(String word, long count, double percent) {}

    /** A section of the source document. */
    public record Section(String name, String address, List<RequirementView> requirements, List<Part> parts) {}

    /** A feature file and the requirements that it has scenarios for. */
    public record Feature(String name, List<RequirementResult> requirements) {}

    /**
     * A statement of the source document and how the requirements came out that it is covered by.
     *
     * @param unasked IDs of those whose profile was not chosen
     */
    public record Said(Statement statement, List<RequirementResult> requirements, List<String> unasked) {}

    /** A named duration, beside the longest of its list. */
    public record Bar(String name, double seconds, double percent) {}

    /** A need and whether the target offers it. */
    public record Offer(String need, boolean offered, String reason) {}

    static Page of(Report report, List<Statement> statements) {
        List<RequirementResult> applicable = report.applicable();
        List<RequirementView> views = report.ofProfiles().stream()
                .map(result -> RequirementView.of(
                        result, statements, report.start().topology().hosts()))
                .toList();
        return new Page(
                report,
                MINUTE.format(report.start().startedAt()),
                selection(report),
                cards(report),
                Alike.of(with(applicable, Outcome.FAILED)),
                Alike.of(with(applicable, Outcome.CANT_TELL)),
                sections(views),
                features(views),
                said(views, statements),
                SourceView.of(report),
                SideBySide.of(SideBySide.subjects(network(report), report)),
                matrices(views),
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

    private static List<Card> selection(Report report) {
        return report.start().requirements().isEmpty()
                ? List.of()
                : List.of(new Card(
                        "selection",
                        report.word(),
                        report.conformance().word(),
                        (int) report.judged().stream()
                                .filter(RequirementResult::must)
                                .count(),
                        parts(report.judged().stream()
                                .filter(RequirementResult::must)
                                .toList())));
    }

    private static List<Card> cards(Report report) {
        List<Card> cards = new ArrayList<>();
        report.verdicts().forEach((Profile profile, Conformance verdict) -> {
            List<RequirementResult> musts = report.requirements().stream()
                    .filter(r -> r.must() && r.requirement().profile() == profile)
                    .toList();
            cards.add(new Card(profile.word(), verdict.word(), verdict.word(), musts.size(), parts(musts)));
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

    private static List<Section> sections(List<RequirementView> ofProfiles) {
        Map<String, List<RequirementView>> bySection = new LinkedHashMap<>();
        ofProfiles.forEach(view -> bySection
                .computeIfAbsent(view.result().requirement().section(), unused -> new ArrayList<>())
                .add(view));
        return bySection.entrySet().stream()
                .map(e -> new Section(
                        e.getKey(),
                        "section-" + Addresses.slug(e.getKey()),
                        e.getValue(),
                        parts(e.getValue().stream().map(RequirementView::result).toList())))
                .toList();
    }

    private static List<Feature> features(List<RequirementView> views) {
        Map<String, Set<RequirementResult>> byFile = new TreeMap<>();
        views.forEach(view -> view.scenarios()
                .forEach(scenario -> byFile.computeIfAbsent(scenario.feature(), unused -> new LinkedHashSet<>())
                        .add(view.result())));
        return byFile.entrySet().stream()
                .map(e -> new Feature(e.getKey(), List.copyOf(e.getValue())))
                .toList();
    }

    private static List<Said> said(List<RequirementView> views, List<Statement> statements) {
        return statements.stream()
                .map(statement -> new Said(
                        statement,
                        views.stream()
                                .map(RequirementView::result)
                                .filter(result -> statement.requirements().contains(result.id()))
                                .toList(),
                        statement.requirements().stream()
                                .filter(id -> views.stream()
                                        .noneMatch(view -> view.result().id().equals(id)))
                                .toList()))
                .toList();
    }

    private static List<MatrixView> matrices(List<RequirementView> views) {
        return views.stream()
                .flatMap(RequirementView::pictures)
                // What went wrong comes first.
                .sorted(Comparator.comparing(MatrixView::isMet))
                .toList();
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
