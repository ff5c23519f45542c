package dev.podproof.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a host's agent takes while nothing happens: processor time and memory, as the host's {@code /proc} has it. */
@Command(name = "agent-rest", description = "The agent's processor time and memory while its pods are at rest.")
final class AgentRest implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;
    /** Threads that took less are not worth a line: a hundredth of a percent of one core. */
    private static final double LEAST_PERCENT = 0.01;

    /**
     * Prints the process' memory in KiB (what is resident, what of it is written and so its own, and that with its share of what others map
     * too), then each thread with the nanoseconds that it has been on a processor.
     */
    private static final String READ = """
            pid=$(pgrep -o java)
            awk '/^Rss:/ { all = $2 } /^Pss:/ { shared = $2 } /^Private_Dirty:/ { own = $2 } END { print all, own, shared }' \\
              /proc/$pid/smaps_rollup
            for thread in /proc/$pid/task/*; do echo "$(cut -d ' ' -f 1 $thread/schedstat) $(cat $thread/comm)"; done
            """;

    @Spec
    private CommandSpec spec;

    @Option(names = "--pods", defaultValue = "30", description = "How many pods rest (default 30).")
    private int pods;

    @Option(names = "--seconds", defaultValue = "120", description = "For how long (default 120).")
    private int seconds;

    @Option(names = "--settle", defaultValue = "30", description = "How many seconds before that (default 30).")
    private int settle;

    /** @param nanos by the threads' names, numbers left out */
    private record Usage(Memory memory, Map<String, Long> nanos) {}

    /** In KiB. */
    private record Memory(long resident, long own, long proportional) {
        static Memory parse(String line) {
            String[] words = line.strip().split(" ", -1);
            return new Memory(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
        }

        @Override
        public String toString() {
            return "%d MiB resident (%d its own, %d with its share of pages that others map too)"
                    .formatted(resident / 1024, own / 1024, proportional / 1024);
        }
    }

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
            host.run("sleep", String.valueOf(settle));
            Usage before = read(host);
            host.run("sleep", String.valueOf(seconds));
            Usage after = read(host);
            tell(before, after);
        }
        return 0;
    }

    private void tell(Usage before, Usage after) {
        Map<String, Double> percents = new HashMap<>();
        after.nanos().forEach((thread, nanos) -> {
            long spent = nanos - before.nanos().getOrDefault(thread, 0L);
            percents.put(thread, spent / NANOS_PER_SECOND / seconds * 100);
        });
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%d pods at rest for %d s: %.2f %% of one core, %s%n",
                pods,
                seconds,
                percents.values().stream().mapToDouble(percent -> percent).sum(),
                after.memory());
        out.println("| threads | percent of one core |");
        out.println("|---|---|");
        percents.entrySet().stream()
                .filter(thread -> thread.getValue() >= LEAST_PERCENT)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(thread -> out.printf(Locale.ROOT, "| %s | %.2f |%n", thread.getKey(), thread.getValue()));
        out.flush();
    }

    private static Usage read(OneHost host) throws IOException, InterruptedException {
        List<String> lines = host.run("bash", "-c", READ).lines().toList();
        Map<String, Long> nanos = lines.stream()
                .skip(1)
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(
                        thread -> thread[1].replaceAll("[-#]?\\d+$", ""),
                        thread -> Long.parseLong(thread[0]),
                        Long::sum));
        return new Usage(Memory.parse(lines.get(0)), nanos);
    }
}
