package dev.podproof.report.run;

import dev.podproof.features.Specification;
import dev.podproof.report.render.ReportFiles;
import dev.podproof.report.verdict.Attachments;
import dev.podproof.report.verdict.Recorded;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.RunEnd;
import dev.podproof.report.verdict.RunStart;
import io.cucumber.messages.types.Envelope;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The record of a run that did not take place, which says why, so that its report can be made again as any other's. */
final class NotRun {
    private NotRun() {}

    static Report record(Path out, RunRequest request, Specification specification, Instant now, String why)
            throws IOException {
        try (OutputFolder folder = OutputFolder.take(out, ReportFiles.names())) {
            folder.clear();
            try (Recorder recorder = new Recorder(
                    new BufferedOutputStream(Files.newOutputStream(folder.path().resolve(ReportFiles.MESSAGES))),
                    message -> {})) {
                recorder.record(Envelope.of(Attachments.of(Recorded.RUN, start(request, specification, now))));
                recorder.last(Envelope.of(Attachments.of(
                        Recorded.END,
                        new RunEnd(now, List.of(), 0, false, RunEnd.Ended.NOT_RUN, List.of(), why, null, List.of()))));
            }
            Report report = Rebuild.read(folder.path(), specification);
            ReportFiles.write(report, folder.path());
            return report;
        }
    }

    private static RunStart start(RunRequest request, Specification specification, Instant now) {
        return new RunStart(
                now,
                new RunStart.Implementation(
                        request.target().implementation(Optional.empty()),
                        "",
                        request.target().kind(),
                        0),
                new RunStart.Suite(SuiteVersion.read(), specification.digest()),
                request.environment(),
                Map.of(),
                request.selection().profiles(),
                request.selection().requirements(),
                Map.of(),
                RunStart.Topology.UNKNOWN,
                request.target().inapplicable());
    }
}
