package dev.podproof.benchmarks;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What one more service costs a host that has many, beside what it costs one that has few; and how long a host takes to
 * bring its kernel to all of them at once.
 *
 * <p>The real proxy on a real host: in place of its {@code nft} stands a script that notes when each transaction began and
 * ended, and calls the real one.
 */
@Command(name = "proxy-scale", description = "One more service on a host that has 10 and on one that has 1,000.")
final class ProxyScale implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String LOG = "/tmp/nft.log";

    /** Notes: begin and end in ns since 1970, the age of the process that called in ms, and what is left of the rules' first line. */
    private static final String NFT = String.join(
            "\n",
            "#!/bin/bash",
            "[ \"$*\" = '-f -' ] || exec /usr/sbin/nft \"$@\"",
            "rules=$(cat)",
            "begin=$(date +%s%N)",
            "/usr/sbin/nft -f - <<< \"$rules\" || exit",
            "end=$(date +%s%N)",
            "read -r up _ < /proc/uptime",
            "read -r -a caller < /proc/$PPID/stat",
            "age=$(( ${up/./}0 - ${caller[21]} * 10 ))",
            "echo \"$begin $end $age ${rules%%$'\\n'*}\" >> " + LOG,
            "");

    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "30", description = "Services added at each size (default 30).")
    private int rounds;

    @Option(names = "--services", defaultValue = "1000", description = "The larger size (default 1000).")
    private int services;

    @Option(names = "--endpoints", defaultValue = "10", description = "Of each service (default 10).")
    private int endpoints;

    private record Transaction(long beginNanos, long endNanos, Duration age, String rules) {
        static Transaction parse(String line) {
            String[] words = line.split(" ", 4);
            return new Transaction(
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Duration.ofMillis(Long.parseLong(words[2])),
                    words[3]);
        }

        Duration took() {
            return Duration.ofNanos(endNanos - beginNanos);
        }
    }

    @Override
    public Integer call() throws Exception {
        try (ReferenceCluster cluster =
                ReferenceCluster.builder().name("bench-proxy-scale").hosts(1).build()) {
            cluster.start();
            OnHost host = OnHost.first(cluster, Role.NODE);
            host.write("/usr/local/sbin", "nft", 0755, NFT);
            try (KubernetesClient client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                    .build()) {
                measure(new Services(client, endpoints), host);
            }
        }
        return 0;
    }

    private void measure(Services all, OnHost host) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        out.println("| | median ms | min ms | max ms | rounds |");
        out.println("|---|---|---|---|---|");
        all.create(0, 10);
        Sample[] few = more(all, host, 10);
        all.create(10, services);
        Sample[] many = more(all, host, services);
        Transaction first = restart(host);
        for (int i = 0; i < few.length; i++) {
            out.println(few[i].row());
            out.println(many[i].row());
        }
        out.printf(Locale.ROOT, "ratio, in the kernel: %.2f%n", many[0].ratioTo(few[0]));
        out.printf(Locale.ROOT, "ratio, from the request on: %.2f%n", many[1].ratioTo(few[1]));
        out.printf(
                Locale.ROOT,
                "first sync of %d services: %d ms in the kernel, done when the agent's process was %d ms old%n",
                services,
                first.took().toMillis(),
                first.age().toMillis());
        out.flush();
    }

    /** Adds one service, and takes it away again, as often as asked for. */
    private Sample[] more(Services all, OnHost host, int size) throws Exception {
        Sample kernel = new Sample("one more than " + size + ", in the kernel");
        Sample whole = new Sample("one more than " + size + ", from the request on");
        quiet(host);
        for (int round = 0; round <= rounds; round++) {
            all.createEndpoints(size);
            int before = lines(host);
            long begin = System.currentTimeMillis();
            all.createService(size);
            Transaction added = next(host, before);
            // The first round warms up.
            if (round > 0) {
                kernel.add(added.took());
                whole.add(Duration.ofMillis(added.endNanos() / 1_000_000 - begin));
            }
            all.delete(size);
            next(host, before + 1);
            all.awaitNoEndpoints(size, LIMIT);
        }
        return new Sample[] {kernel, whole};
    }

    private static Transaction restart(OnHost host) throws Exception {
        int before = lines(host);
        host.run(LIMIT, "kill $(pgrep -f '[p]odproof-orchestrator.jar')");
        for (int line = before; ; line++) {
            Transaction transaction = next(host, line);
            if (transaction.rules().equals("add table ip podproof_proxy")) {
                return transaction;
            }
        }
    }

    /** The transaction after this many. */
    private static Transaction next(OnHost host, int lines) throws IOException, InterruptedException {
        return Transaction.parse(host.run(
                LIMIT,
                "until [ \"$(wc -l < " + LOG + ")\" -gt " + lines + " ]; do sleep 0.02; done; sed -n " + (lines + 1)
                        + "p " + LOG));
    }

    private static int lines(OnHost host) throws IOException, InterruptedException {
        return Integer.parseInt(host.run(LIMIT, "touch " + LOG + "; wc -l < " + LOG));
    }

    /** Waits until nothing was written for two seconds. */
    private static void quiet(OnHost host) throws IOException, InterruptedException {
        host.run(
                LIMIT,
                "touch " + LOG + "; until [ $(( $(date +%s) - $(stat -c %Y " + LOG
                        + ") )) -ge 2 ]; do sleep 0.2; done");
    }
}
