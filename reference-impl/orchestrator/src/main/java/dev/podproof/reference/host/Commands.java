package dev.podproof.reference.host;

import java.util.List;

/** The host's command line as its callers need it, so that their tests can answer in its place. */
public interface Commands {

    /**
     * Runs one program to its end.
     *
     * @param command the program and its arguments, passed on as they are: no shell reads them
     * @param input what the program reads on its standard input
     * @return what it wrote on its standard output
     * @throws CommandFailed if it can't be started, is not done in time, or ends with another status than 0
     */
    String run(List<String> command, String input);

    /** Runs one program that reads nothing. See {@link #run(List, String)}. */
    default String run(String... command) {
        return run(List.of(command), "");
    }
}
