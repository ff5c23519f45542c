package dev.podproof.report.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a person, or a log, reads what happens.
 *
 * @param variables the process's environment
 * @param interactive whether a person sits in front of it: then lines may be redrawn
 * @param colour whether it shows colours
 */
record Terminal(PrintWriter out, PrintWriter err, Map<String, String> variables, boolean interactive, boolean colour) {
    private static final String ESCAPE = "\u001b[";

    /** Stands for it in what is still to be made printable: nobody else can know this word. */
    private static final String OURS = "<" + UUID.randomUUID() + ">";

    static Terminal ofThisProcess() {
        Map<String, String> variables = System.getenv();
        boolean ci = variables.containsKey("CI");
        boolean terminal = Ansi.AUTO.enabled();
        return new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                variables,
                terminal && !ci,
                terminal);
    }

    void line(String text) {
        out.println(shown(text));
        out.flush();
    }

    void error(String text) {
        err.println(shown(text));
        err.flush();
    }

    /** Draws over the current line, whose end is not yet written. */
    void redraw(String text) {
        out.print("\r" + ESCAPE + "2K" + shown(text));
        out.flush();
    }

    String green(String text) {
        return coloured("32", text);
    }

    String red(String text) {
        return coloured("31", text);
    }

    String yellow(String text) {
        return coloured("33", text);
    }

    String faint(String text) {
        return coloured("2", text);
    }

    String bold(String text) {
        return coloured("1", text);
    }

    private String coloured(String code, String text) {
        return colour ? OURS + code + "m" + text + OURS + "0m" : text;
    }

    /** Colours are ours to give; whatever else a cluster or a pod says about a terminal is shown and not done. */
    private static String shown(String text) {
        return Printable.text(text).replace(OURS, ESCAPE);
    }

    /** Whether a page can be shown to the person who waits. */
    boolean desktop() {
        return interactive && (variables.containsKey("DISPLAY") || variables.containsKey("WAYLAND_DISPLAY") || mac());
    }

    static boolean mac() {
        return System.getProperty("os.name").startsWith("Mac");
    }
}
