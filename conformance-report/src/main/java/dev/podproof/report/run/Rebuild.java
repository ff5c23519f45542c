package dev.podproof.report.run;

import dev.podproof.features.Specification;
import dev.podproof.report.render.ReportFiles;
import dev.podproof.report.verdict.RecordUnreadable;
import dev.podproof.report.verdict.Recording;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.Verdict;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a report from a folder's record, at the end of a run or any time later. */
public final class Rebuild {
    private Rebuild() {}

    /**
     * Judges the record of that folder.
     *
     * @throws BadInput when there is none, or it cannot be understood
     */
    public static Report read(Path folder, Specification specification) {
        Path record = folder.resolve(ReportFiles.MESSAGES);
        if (!Files.isRegularFile(record)) {
            throw new BadInput("There is no " + record + "; name the folder of an earlier run");
        }
        try (Reader messages = Files.newBufferedReader(record)) {
            return Verdict.of(specification.requirements(), Recording.read(messages));
        } catch (RecordUnreadable | IOException e) {
            throw new BadInput(record + " cannot be understood: " + e.getMessage(), e);
        }
    }
}
