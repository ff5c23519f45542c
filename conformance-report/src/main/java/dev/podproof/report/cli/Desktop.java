package dev.podproof.report.cli;

import java.io.IOException;
import java.nio.file.Path;

/** Shows a page in the browser of whoever sits at the machine. */
final class Desktop {
    private Desktop() {}

    static void open(Path page) {
        try {
            new ProcessBuilder(Terminal.mac() ? "open" : "xdg-open", page.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // No such program: the path of the page was printed, and that is enough.
            return;
        }
    }
}
