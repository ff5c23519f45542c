package dev.podproof.reference.network;

import dev.podproof.reference.host.Commands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A host that only writes down what it is told to run, and answers what the test says. */
public final class RecordedCommands implements Commands {
    private static final String BATCH = " -batch -";

    private final Map<String, String> answers;
    private final List<String> run = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();

    /** @param answers output by command line; all other commands print nothing */
    public RecordedCommands(Map<String, String> answers) {
        this.answers = Map.copyOf(answers);
    }

    @Override
    public String run(List<String> command, String input) {
        String line = String.join(" ", command);
        if (answers.containsKey(line)) {
            return answers.get(line);
        }
        if (line.endsWith(BATCH)) {
            String program = line.substring(0, line.length() - BATCH.length());
            input.lines().forEach(each -> run.add(program + " " + each));
        } else {
            run.add(line);
        }
        inputs.add(input);
        return "";
    }

    /** The command lines that had no answer: those that change something. Those of a batch stand here one by one. */
    public List<String> changes() {
        return List.copyOf(run);
    }

    /** What each process read on its standard input. */
    public List<String> inputs() {
        return List.copyOf(inputs);
    }
}
