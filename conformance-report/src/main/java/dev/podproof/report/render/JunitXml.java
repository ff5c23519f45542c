package dev.podproof.report.render;

import dev.podproof.report.verdict.Columns;
import dev.podproof.report.verdict.Example;
import dev.podproof.report.verdict.Outcome;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.RequirementResult;
import dev.podproof.report.verdict.ScenarioResult;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * junit.xml, for continuous integration: a failure is the target's; an error is the suite's, or a MUST that could not be decided, so that
 * no build is green on it; a SHOULD or a MAY that was not decided is skipped and says why. What was not asked for (other profiles, not selected) is left out: a skip there would mean nothing; what the
 * target declared to be inapplicable was asked for, and is skipped.
 */
final class JunitXml {
    private final XMLStreamWriter xml;

    private JunitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** One test case: an example, or a requirement that has none. */
    private record Case(
            String className,
            String name,
            double seconds,
            Outcome outcome,
            String reason,
            boolean must,
            boolean bySuite) {}

    static String render(Report report) {
        return render(report.seconds(), Map.of("", report));
    }

    /** The columns one after the other, each with its name before those of its suites. */
    static String render(Columns columns) {
        Map<String, Report> named = new LinkedHashMap<>();
        columns.columns().forEach(column -> named.put(column.name() + ": ", column.report()));
        return render(columns.seconds(), named);
    }

    private static String render(double seconds, Map<String, Report> reports) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new JunitXml(writer).write(seconds, reports);
            writer.close();
        } catch (XMLStreamException e) {
            throw new ReportInvalid("junit.xml cannot be written: " + e.getMessage(), e);
        }
        return text.append('\n').toString();
    }

    private void write(double seconds, Map<String, Report> reports) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuites");
        xml.writeAttribute("name", "podproof");
        xml.writeAttribute("time", seconds(seconds));
        for (Map.Entry<String, Report> report : reports.entrySet()) {
            suites(report.getKey(), report.getValue());
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void suites(String prefix, Report report) throws XMLStreamException {
        Map<String, List<Case>> suites = new LinkedHashMap<>();
        for (RequirementResult result : report.asked()) {
            suites.computeIfAbsent(result.requirement().section(), unused -> new ArrayList<>())
                    .addAll(cases(result));
        }
        if (!report.errors().isEmpty()) {
            suites.put(
                    "Suite",
                    report.errors().stream()
                            .map(e -> new Case("suite", "outside of scenarios", 0, Outcome.CANT_TELL, e, true, true))
                            .toList());
        }
        for (Map.Entry<String, List<Case>> suite : suites.entrySet()) {
            suite(prefix + suite.getKey(), suite.getValue(), report);
        }
    }

    private static List<Case> cases(RequirementResult result) {
        List<Case> cases = new ArrayList<>();
        for (ScenarioResult scenario : result.scenarios()) {
            for (Example e : scenario.examples()) {
                cases.add(new Case(
                        result.id(), e.name(), e.seconds(), e.outcome(), e.reason(), result.must(), e.error()));
            }
        }
        boolean told = cases.stream().anyMatch(c -> c.outcome() == result.outcome());
        if (!told) {
            // Without scenarios, or with fewer than planned: the requirement says itself that it is not decided.
            cases.add(new Case(
                    result.id(),
                    result.requirement().statement(),
                    0,
                    result.outcome(),
                    result.reason(),
                    result.must(),
                    false));
        }
        return cases;
    }

    private void suite(String name, List<Case> cases, Report report) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", name);
        xml.writeAttribute("tests", String.valueOf(cases.size()));
        xml.writeAttribute(
                "failures",
                String.valueOf(cases.stream().filter(JunitXml::isFailure).count()));
        xml.writeAttribute(
                "errors",
                String.valueOf(cases.stream().filter(JunitXml::isError).count()));
        xml.writeAttribute(
                "skipped",
                String.valueOf(cases.stream().filter(JunitXml::isSkipped).count()));
        xml.writeAttribute(
                "time", seconds(cases.stream().mapToDouble(Case::seconds).sum()));
        xml.writeAttribute("timestamp", report.start().startedAt().toString());
        for (Case testCase : cases) {
            testCase(testCase);
        }
        xml.writeEndElement();
    }

    private void testCase(Case testCase) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", testCase.className());
        xml.writeAttribute("name", clean(testCase.name()));
        xml.writeAttribute("time", seconds(testCase.seconds()));
        if (isFailure(testCase)) {
            problem("failure", "nonconformant", testCase.reason());
        } else if (isError(testCase)) {
            problem("error", testCase.bySuite() ? "suite" : "undecided", testCase.reason());
        } else if (isSkipped(testCase)) {
            xml.writeEmptyElement("skipped");
            xml.writeAttribute("message", testCase.outcome().word() + ": " + clean(testCase.reason()));
        }
        xml.writeEndElement();
    }

    private void problem(String element, String type, String reason) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeAttribute("type", type);
        xml.writeAttribute("message", clean(reason).lines().findFirst().orElse(""));
        xml.writeCharacters(clean(reason));
        xml.writeEndElement();
    }

    private static boolean isFailure(Case c) {
        return c.outcome() == Outcome.FAILED;
    }

    private static boolean isError(Case c) {
        return c.outcome() == Outcome.CANT_TELL && (c.must() || c.bySuite());
    }

    private static boolean isSkipped(Case c) {
        return c.outcome() == Outcome.UNTESTED
                || c.outcome() == Outcome.INAPPLICABLE
                || (c.outcome() == Outcome.CANT_TELL && !isError(c));
    }

    /** What a probe saw may hold bytes that XML 1.0 has no place for. */
    private static String clean(String text) {
        return text.replaceAll(
                "[^\\u0009\\u000A\\u000D\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD");
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
