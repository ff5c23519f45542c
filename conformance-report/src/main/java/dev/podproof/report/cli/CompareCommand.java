package dev.podproof.report.cli;

import dev.podproof.report.run.BadInput;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** podproof compare: refused by name until it is built. */
@Command(name = "compare", description = "Puts reports side by side (not built yet).", mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", arity = "2..*", description = "Folders of reports.")
    private List<Path> folders;

    @Override
    public Integer call() {
        throw new BadInput("compare is not built yet; the reports to look at are " + folders);
    }
}
