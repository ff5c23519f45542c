package dev.podproof.report.run;

import dev.podproof.features.Specification;
import dev.podproof.report.render.ReportFiles;
import dev.podproof.report.verdict.Columns;
import dev.podproof.report.verdict.RecordUnreadable;
import dev.podproof.report.verdict.Recording;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.Verdict;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Makes a report from a folder's record, at the end of a run or any time later. */
public final class Rebuild {
    private Rebuild() {}

    /** Whether the folder holds no record of its own, but folders that do: those of several runs side by side. */
    public static boolean isOfColumns(Path folder) {
        return !Files.isRegularFile(folder.resolve(ReportFiles.MESSAGES))
                && !recorded(folder).isEmpty();
    }

    /**
     * Judges the records in the folders of that folder, in the order in which they were made.
     *
     * @throws BadInput when one of them cannot be understood
     */
    public static Columns columns(Path folder, Specification specification) {
        return new Columns(recorded(folder).stream()
                .map(each -> new Columns.Column(each.getFileName().toString(), read(each, specification)))
                .sorted(Comparator.comparing(column -> column.report().start().startedAt()))
                .toList());
    }

    private static List<Path> recorded(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> below = Files.list(folder)) {
            return below.filter(each -> Files.isRegularFile(each.resolve(ReportFiles.MESSAGES)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BadInput(folder + " cannot be read: " + e, e);
        }
    }

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
