package dev.podproof.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a host's agent takes while nothing happens: processor time and memory, as the host's {@code /proc} has it. */
@Command(name = "agent-rest", description = "The agent's processor time and memory while its pods are at rest.")
final class AgentRest implements Callable<Integer> {
    private static final double TICKS_PER_SECOND = 100;

    /** Prints the process' ticks in user and in kernel mode together, and its resident memory in KiB. */
    private static final String READ = """
            pid=$(pgrep -o java)
            awk '{ print $14 + $15 }' /proc/$pid/stat
            awk '/^VmRSS:/ { print $2 }' /proc/$pid/status
            """;

    @Spec
    private CommandSpec spec;

    @Option(names = "--pods", defaultValue = "30", description = "How many pods rest (default 30).")
    private int pods;

    @Option(names = "--seconds", defaultValue = "120", description = "For how long (default 120).")
    private int seconds;

    private record Usage(long ticks, long residentKib) {}

    @Override
    public Integer call() throws Exception {
        try (OneHost host = OneHost.start("bench-agent-rest")) {
            try (Pods.ReadyWatch watch = new Pods.ReadyWatch(host.client(), pods)) {
                for (int index = 0; index < pods; index++) {
                    host.client()
                            .pods()
                            .inNamespace(Pods.NAMESPACE)
                            .resource(Pods.sleeper("rest-" + index))
                            .create();
                }
                watch.await();
            }
            // What the start of the pods set in motion comes to its end first.
            host.run("sleep", "30");
            Usage before = read(host);
            host.run("sleep", String.valueOf(seconds));
            Usage after = read(host);
            double percent = (after.ticks() - before.ticks()) / TICKS_PER_SECOND / seconds * 100;
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    Locale.ROOT,
                    "%d pods at rest for %d s: %.2f %% of one core, %d MiB resident%n",
                    pods,
                    seconds,
                    percent,
                    after.residentKib() / 1024);
            out.flush();
        }
        return 0;
    }

    private static Usage read(OneHost host) throws IOException, InterruptedException {
        String[] lines = host.run("bash", "-c", READ).split("\n", 2);
        return new Usage(Long.parseLong(lines[0].strip()), Long.parseLong(lines[1].strip()));
    }
}
