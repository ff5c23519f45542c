package dev.podproof.benchmarks;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.core.ConditionTimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What strangers, users and pods may send, one after the other, to a cluster of its own: what it costs others, and what is left of it. */
@Command(
        name = "abuse",
        description = "Sends a cluster of its own what ended or held up one before; fails if others suffer.")
final class Abuse implements Callable<Integer> {
    private static final Duration OTHERS_WAIT = Duration.ofSeconds(1);
    private static final Duration BACK = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final long CALM_SECONDS = 5;
    private static final long HELD_SECONDS = 5;
    /** Threads and files that come and go by themselves. */
    private static final long SLACK = 12;
    /** A Java heap of 512 MiB, as much outside of it as buffers may take, and the machine itself. */
    private static final long MOST_MEBIBYTES = 1_200;

    @Spec
    private CommandSpec spec;

    @Option(names = "--hosts", defaultValue = "3", description = "Of the cluster (default ${DEFAULT-VALUE}).")
    private int hosts;

    @Option(names = "--only", defaultValue = "", description = "Inputs whose name has this in it.")
    private String only;

    private final ExecutorService doing = Executors.newCachedThreadPool();
    private int missed;

    @Override
    public Integer call() throws Exception {
        try (ReferenceCluster cluster =
                ReferenceCluster.builder().name("bench-abuse").hosts(hosts).build()) {
            cluster.start();
            OnHost master = OnHost.first(cluster, Role.MASTER);
            ApiSide side =
                    ApiSide.of("podproof", cluster.kubeconfig(), URI.create("https://" + master.address() + ":6443"));
            new AbuseTarget(side).ask("POST", "/api/v1/namespaces/default/pods", "application/json", pending());
            say(
                    "| input | MiB before, most, after | threads | files and connections | GET p50, p99 ms | DNS p50, p99 ms |"
                            + " failures | back after s | |");
            say("|---|---|---|---|---|---|---|---|---|");
            try (Bystanders others = new Bystanders(side, master.address())) {
                for (AbuseInput input : AbuseInput.ALL) {
                    if (input.name().contains(only)) {
                        measure(input, master, new AbuseTarget(side), others);
                    }
                }
            }
        } finally {
            doing.shutdownNow();
        }
        return missed == 0 ? 0 : 1;
    }

    private void measure(AbuseInput input, OnHost master, AbuseTarget target, Bystanders others)
            throws InterruptedException, IOException {
        TimeUnit.SECONDS.sleep(CALM_SECONDS);
        MasterLevel before = MasterLevel.of(master);
        others.take();
        MasterLevel most = before;
        String trouble = "";
        try (target) {
            Future<?> done = doing.submit(() -> {
                input.doing().to(target);
                return null;
            });
            long end = System.nanoTime() + LONGEST.toNanos();
            long held = Long.MAX_VALUE;
            while (System.nanoTime() < Math.min(end, held)) {
                most = most.max(MasterLevel.of(master));
                if (done.isDone() && held == Long.MAX_VALUE) {
                    held = System.nanoTime() + TimeUnit.SECONDS.toNanos(HELD_SECONDS);
                }
            }
            trouble = outcome(done);
        } catch (IOException gone) {
            trouble = "the master is gone: "
                    + gone.getMessage().lines().findFirst().orElse("");
        }
        Bystanders.Waits waits = others.take();
        long begin = System.nanoTime();
        trouble += isBack(before, master) ? "" : " not back within " + BACK.toSeconds() + " s";
        Duration back = Duration.ofNanos(System.nanoTime() - begin);
        report(input, before, most, level(master, before), waits, back, trouble);
    }

    private static String outcome(Future<?> done) throws InterruptedException {
        try {
            done.get(0, TimeUnit.SECONDS);
            return "";
        } catch (TimeoutException stillAtIt) {
            done.cancel(true);
            return "";
        } catch (ExecutionException failed) {
            return failed.getCause().toString();
        }
    }

    private static boolean isBack(MasterLevel before, OnHost master) {
        try {
            Polling.await("the level before", BACK, Duration.ofMillis(500)).until(() -> {
                MasterLevel now = level(master, before);
                return now.threads() <= before.threads() + SLACK && now.files() <= before.files() + SLACK;
            });
            return true;
        } catch (ConditionTimeoutException never) {
            return false;
        }
    }

    /** Of a process that is gone nothing is left. */
    private static MasterLevel level(OnHost master, MasterLevel before) throws InterruptedException {
        try {
            return MasterLevel.of(master);
        } catch (IOException gone) {
            return new MasterLevel(0, 0, before.threads(), before.files());
        }
    }

    private void report(
            AbuseInput input,
            MasterLevel before,
            MasterLevel most,
            MasterLevel after,
            Bystanders.Waits waits,
            Duration back,
            String trouble) {
        boolean slow = waits.reads().percentile(99).compareTo(OTHERS_WAIT) > 0
                || waits.names().percentile(99).compareTo(OTHERS_WAIT) > 0;
        boolean ended = before.process() != after.process();
        boolean large = most.mebibytes() > MOST_MEBIBYTES;
        boolean bad = slow || ended || large || waits.failures() > 0 || !trouble.isEmpty();
        missed += bad ? 1 : 0;
        say(String.format(
                Locale.ROOT,
                "| %s | %d, %d, %d | %d, %d, %d | %d, %d, %d | %s | %s | %d | %.1f | %s |",
                input.name(),
                before.mebibytes(),
                most.mebibytes(),
                after.mebibytes(),
                before.threads(),
                most.threads(),
                after.threads(),
                before.files(),
                most.files(),
                after.files(),
                millis(waits.reads()),
                millis(waits.names()),
                waits.failures(),
                back.toMillis() / 1e3,
                (bad ? "**missed** " : "")
                        + (ended ? "the master ended " : "")
                        + (slow ? "others waited " : "")
                        + trouble));
    }

    private static String millis(Sample sample) {
        return String.format(
                Locale.ROOT,
                "%.0f, %.0f",
                sample.median().toNanos() / 1e6,
                sample.percentile(99).toNanos() / 1e6);
    }

    /** A pod that no host takes. */
    private static String pending() {
        return "{\"metadata\":{\"name\":\"pending\"},\"spec\":{\"nodeSelector\":{\"no\":\"host\"},"
                + "\"containers\":[{\"name\":\"c\",\"image\":\"none\"}]}}";
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
