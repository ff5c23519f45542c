package dev.podproof.benchmarks;

import dev.podproof.benchmarks.AbuseResult.Course;
import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What strangers, users, nodes and pods may send, one after the other, to a cluster of its own: what it costs others, and what is left of
 * it.
 */
@Command(
        name = "abuse",
        description = "Sends a cluster of its own what ended or held up one before; fails if others suffer.")
final class Abuse implements Callable<Integer> {
    private static final Duration BACK = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration A_POD = Duration.ofSeconds(60);
    private static final long CALM_SECONDS = 5;
    private static final long HELD_SECONDS = 5;
    /** Threads and files that come and go by themselves. */
    private static final long SLACK = 12;

    private static final long SLACK_MEBIBYTES = 64;

    @Spec
    private CommandSpec spec;

    @Option(names = "--hosts", defaultValue = "3", description = "Of the cluster (default ${DEFAULT-VALUE}).")
    private int hosts;

    @Option(names = "--only", defaultValue = "", description = "Inputs whose name has this in it.")
    private String only;

    private final ExecutorService doing = Executors.newCachedThreadPool();
    private final List<LevelWatch> watches = new ArrayList<>();
    private ApiSide side;
    private ApiSide node;
    private OnHost host;
    private KubernetesClient client;

    @Override
    public Integer call() throws Exception {
        try (ReferenceCluster cluster =
                ReferenceCluster.builder().name("bench-abuse").hosts(hosts).build()) {
            cluster.start();
            OnHost master = OnHost.first(cluster, Role.MASTER);
            side = ApiSide.of("podproof", cluster.kubeconfig(), URI.create("https://" + master.address() + ":6443"));
            host = OnHost.first(cluster, Role.NODE);
            node = side.as(host.exec(BACK, "cat", "/etc/podproof/node.kubeconfig"));
            watches.add(new LevelWatch(master));
            OnHost.all(cluster, Role.NODE).forEach(each -> watches.add(new LevelWatch(each)));
            try (KubernetesClient opened = OneHost.connect(
                            Config.fromKubeconfig(cluster.kubeconfig().toFile()));
                    Bystanders others = new Bystanders(side, master.address())) {
                client = opened;
                return all(others) == 0 ? 0 : 1;
            }
        } finally {
            doing.shutdownNow();
            for (LevelWatch watch : watches) {
                watch.close();
            }
        }
    }

    /** Returns the number of goals that were missed. */
    private int all(Bystanders others) throws InterruptedException, IOException {
        new AbuseTarget(side, node, host).create(AbuseTarget.PODS, PodAbuse.resident(target()));
        aPodRuns(PodAbuse.RESIDENT, Optional.empty());
        aPodRuns("warm-up", Optional.of(Pods.sleeper("warm-up")));
        List<ProcessLevel> first = levels(LevelWatch::now);
        say(AbuseResult.HEADER);
        int missed = 0;
        for (AbuseInput input : inputs()) {
            AbuseResult result = measure(input, others);
            missed += result.isBad() ? 1 : 0;
            say(result.row(input.name()));
        }
        say("");
        List<ProcessLevel> last = levels(LevelWatch::now);
        for (int i = 0; i < first.size(); i++) {
            say(watches.get(i).name() + ": at first " + first.get(i) + ", at last " + last.get(i));
        }
        return missed;
    }

    private List<AbuseInput> inputs() {
        return Stream.of(AbuseInput.OF_STRANGERS, AbuseInput.OF_USERS, PodAbuse.OF_PODS)
                .flatMap(List::stream)
                .filter(input -> input.name().contains(only))
                .toList();
    }

    private AbuseTarget target() {
        return new AbuseTarget(side, node, host);
    }

    private AbuseResult measure(AbuseInput input, Bystanders others) throws InterruptedException {
        TimeUnit.SECONDS.sleep(CALM_SECONDS);
        List<ProcessLevel> before = levels(LevelWatch::now);
        levels(LevelWatch::most);
        others.take();
        List<String> trouble = new ArrayList<>();
        AbuseTarget target = target();
        try (target) {
            Future<?> done = doing.submit(() -> {
                input.doing().to(target);
                return null;
            });
            outcome(done).ifPresent(trouble::add);
            TimeUnit.SECONDS.sleep(HELD_SECONDS);
        }
        Bystanders.Waits waits = others.take();
        long begin = System.nanoTime();
        Optional<Duration> pod = aPodRuns("after", Optional.of(Pods.sleeper("after")));
        if (pod.isEmpty()) {
            trouble.add("no pod runs any more");
        }
        if (!isBack(before)) {
            trouble.add("not back within " + BACK.toSeconds() + " s");
        }
        Duration back = Duration.ofNanos(System.nanoTime() - begin);
        List<Course> courses = new ArrayList<>();
        List<ProcessLevel> most = levels(LevelWatch::most);
        List<ProcessLevel> after = levels(LevelWatch::now);
        for (int i = 0; i < before.size(); i++) {
            courses.add(new Course(before.get(i), most.get(i), after.get(i)));
        }
        return new AbuseResult(
                target.answered(), courses.get(0), courses.subList(1, courses.size()), waits, pod, back, trouble);
    }

    private List<ProcessLevel> levels(Function<LevelWatch, ProcessLevel> which) {
        return watches.stream().map(which).toList();
    }

    private static Optional<String> outcome(Future<?> done) throws InterruptedException {
        try {
            done.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
            return Optional.empty();
        } catch (TimeoutException stillAtIt) {
            done.cancel(true);
            return Optional.of("it was not over after " + LONGEST.toSeconds() + " s");
        } catch (ExecutionException failed) {
            return Optional.of(String.valueOf(failed.getCause().getMessage())
                    .lines()
                    .findFirst()
                    .orElse(failed.getCause().toString()));
        }
    }

    private boolean isBack(List<ProcessLevel> before) {
        try {
            Polling.await("the level before", BACK, Duration.ofMillis(500)).until(() -> {
                List<ProcessLevel> now = levels(LevelWatch::now);
                for (int i = 0; i < now.size(); i++) {
                    if (now.get(i).threads() > before.get(i).threads() + SLACK
                            || now.get(i).files() > before.get(i).files() + SLACK
                            || now.get(i).mebibytes() > before.get(i).mebibytes() + SLACK_MEBIBYTES) {
                        return false;
                    }
                }
                return true;
            });
            return true;
        } catch (ConditionTimeoutException never) {
            return false;
        }
    }

    /** The time until the pod was ready and, if it was made here, gone again; empty if it never was. */
    private Optional<Duration> aPodRuns(String name, Optional<Pod> made) {
        long begin = System.nanoTime();
        var pods = client.pods().inNamespace(Pods.NAMESPACE);
        try {
            Polling.await("a pod", A_POD, Duration.ofMillis(200)).until(() -> {
                if (made.isPresent() && pods.withName(name).get() == null) {
                    pods.resource(made.get()).create();
                }
                return Readiness.isPodReady(pods.withName(name).get());
            });
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            if (made.isPresent()) {
                pods.withName(name).delete();
                pods.withName(name).waitUntilCondition(pod -> pod == null, A_POD.toSeconds(), TimeUnit.SECONDS);
            }
            return Optional.of(took);
        } catch (ConditionTimeoutException | KubernetesClientException never) {
            return Optional.empty();
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
