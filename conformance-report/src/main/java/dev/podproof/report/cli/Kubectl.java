package dev.podproof.report.cli;

import dev.podproof.report.run.BadInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program that workshops are done with, for what a page's reader would ask it. */
record Kubectl(Path kubeconfig) {
    /**
     * Runs it with these words, and returns the lines of its output.
     *
     * @throws BadInput with its own words when it fails, or when there is no such program
     */
    List<String> lines(List<String> words) {
        List<String> command =
                new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString(), "--request-timeout=20s"));
        command.addAll(words);
        try {
            Process kubectl =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            kubectl.getOutputStream().close();
            String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (kubectl.waitFor() != 0) {
                throw new BadInput("kubectl " + String.join(" ", words) + ": " + output.strip());
            }
            return output.lines().toList();
        } catch (IOException e) {
            throw new BadInput("kubectl cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BadInput("Interrupted while kubectl was asked", e);
        }
    }
}
