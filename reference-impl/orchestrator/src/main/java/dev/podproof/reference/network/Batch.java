package dev.podproof.reference.network;

import dev.podproof.reference.host.Commands;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes that one process of iproute2 makes one after the other, until one fails: to start a process takes longer than what it does here, and
 * a host that joins has some for each of the others.
 */
public final class Batch {
    private final Commands commands;
    private final List<String> program;
    private final List<String> lines = new ArrayList<>();

    /** @param program that takes {@code -batch}, and options for all lines */
    public Batch(Commands commands, String... program) {
        this.commands = commands;
        this.program = List.of(program);
    }

    /** One more, without the program's name; it is made by {@link #run()}. */
    public void add(String line) {
        lines.add(line);
    }

    /**
     * Makes them all; starts nothing if there are none.
     *
     * @throws dev.podproof.reference.host.CommandFailed with what the program says of the first that fails; those after it are not made
     */
    public void run() {
        if (lines.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("-batch", "-"));
        commands.run(command, String.join("\n", lines) + "\n");
        lines.clear();
    }
}
