package dev.podproof.benchmarks;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A pod on one node that turns ready and unready by itself, and a client on another that tries to reach it through a service, again and
 * again, and prints when that changes. Both sides read the machine's uptime, a clock that all its containers share (steps of 10 ms).
 */
final class ReadinessWatch implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String NAMESPACE = "bench-service-ready";
    private static final String IMAGE = "busybox:1.36";

    /** Ready and unready for longer than it takes everybody to notice. */
    private static final String SERVER = "mkdir /www; echo here > /www/index.html; httpd -p 8080 -h /www;"
            + " while :; do sleep 3; touch /tmp/ready; sleep 3; rm /tmp/ready; done";

    private static final String CLIENT = "was=; while :; do"
            + " if nc -w 1 $SERVER_SERVICE_HOST 80 </dev/null >/dev/null 2>&1; then is=up; else is=down; fi;"
            + " if [ $is != \"$was\" ]; then read up idle < /proc/uptime; echo $is $up; was=$is; fi;"
            + " usleep 5000; done";

    private final KubernetesClient client;
    private final Sample ready;
    private final Sample unready;
    private Watch watch;
    private LogWatch log;

    /** What the API and the client said last, and since when. Guarded by this. */
    private boolean isReady;

    private Duration readySince;
    private boolean isUp;
    private Duration upSince;

    ReadinessWatch(String name, KubernetesClient client) {
        this.client = client;
        this.ready = new Sample(name + ", ready to reached");
        this.unready = new Sample(name + ", unready to refused");
    }

    void start() throws IOException {
        client.namespaces().withName(NAMESPACE).delete();
        client.namespaces().withName(NAMESPACE).waitUntilCondition(each -> each == null, 60, TimeUnit.SECONDS);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        client.services()
                .inNamespace(NAMESPACE)
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("server")
                        .endMetadata()
                        .withNewSpec()
                        .addToSelector("app", "server")
                        .addNewPort()
                        .withPort(80)
                        .withTargetPort(new IntOrString(8080))
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        List<Node> nodes = client.nodes().list().getItems();
        if (nodes.size() < 2) {
            throw new IOException("a client on another host needs a second host");
        }
        run(pod("server", nodes.get(0), SERVER));
        run(pod("client", nodes.get(1), CLIENT));
        var pod = client.pods().inNamespace(NAMESPACE).withName("client");
        pod.waitUntilCondition(each -> each != null && Readiness.isPodReady(each), LIMIT.toSeconds(), TimeUnit.SECONDS);
        watch = client.pods().inNamespace(NAMESPACE).withName("server").watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod server) {
                turned(Readiness.isPodReady(server), uptime());
            }

            @Override
            public void onClose(WatcherException cause) {
                // The limit of awaitRounds says that nothing comes any more.
            }
        });
        log = pod.watchLog();
        Thread reader = new Thread(this::readClient, "client-log");
        reader.setDaemon(true);
        reader.start();
    }

    /** Returns when the pod has turned ready, and unready, and was seen so, this often. */
    synchronized void awaitRounds(int rounds) throws InterruptedException, TimeoutException {
        int before = -1;
        while (Math.min(ready.size(), unready.size()) < rounds) {
            if (ready.size() + unready.size() == before) {
                throw new TimeoutException("the client on the other host has seen no change for " + LIMIT);
            }
            before = ready.size() + unready.size();
            wait(LIMIT.toMillis());
        }
    }

    List<Sample> samples() {
        return List.of(ready, unready);
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        if (log != null) {
            log.close();
        }
        client.namespaces().withName(NAMESPACE).delete();
    }

    private synchronized void turned(boolean now, Duration when) {
        if (now != isReady) {
            isReady = now;
            readySince = when;
            compare();
        }
    }

    private void readClient() {
        try (var lines = new BufferedReader(new InputStreamReader(log.getOutput(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                String[] words = line.split(" ", -1);
                seen(words[0].equals("up"), seconds(words[1]));
            }
        } catch (IOException closed) {
            // The benchmark is over, or awaitRounds says that it got stuck.
            return;
        }
    }

    private synchronized void seen(boolean up, Duration when) {
        if (up != isUp) {
            isUp = up;
            upSince = when;
            compare();
        }
    }

    /**
     * Once both say the same, it is known how long that took; both must have said something by then. A client may be told before we are: then it
     * did not wait.
     */
    private void compare() {
        if (isUp == isReady && upSince != null && readySince != null) {
            Duration waited = upSince.minus(readySince);
            (isUp ? ready : unready).add(waited.isNegative() ? Duration.ZERO : waited);
            notifyAll();
        }
    }

    private void run(Pod pod) {
        client.pods().inNamespace(NAMESPACE).resource(pod).create();
    }

    private static Pod pod(String name, Node node, String script) {
        var container = new ContainerBuilder()
                .withName("main")
                .withImage(IMAGE)
                .withImagePullPolicy("IfNotPresent")
                .withCommand("sh", "-c", script);
        if (name.equals("server")) {
            container
                    .withNewReadinessProbe()
                    .withNewExec()
                    .withCommand("test", "-e", "/tmp/ready")
                    .endExec()
                    .withPeriodSeconds(1)
                    .withFailureThreshold(1)
                    .endReadinessProbe();
        }
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node.getMetadata().getName())
                .withTerminationGracePeriodSeconds(0L)
                .withContainers(container.build())
                .endSpec()
                .build();
    }

    private static Duration uptime() {
        try {
            return seconds(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }
}
