package dev.podproof.benchmarks;

import static dev.podproof.benchmarks.AbuseInput.HEAD;
import static dev.podproof.benchmarks.AbuseInput.SOCKET;
import static dev.podproof.benchmarks.AbuseTarget.MAPS;
import static dev.podproof.benchmarks.AbuseTarget.PODS;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Abuse by pods of their host, abuse through a host's agent, and objects that once stopped the loops which act on them. */
final class PodAbuse {
    /** Runs for as long as the benchmark does. */
    static final String RESIDENT = "resident";

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CHANNELS = SOCKET + "Sec-WebSocket-Protocol: v5.channel.k8s.io\n";
    private static final String SPDY = "Connection: Upgrade\nUpgrade: SPDY/3.1\n";

    static final List<AbuseInput> OF_PODS = List.of(
            new AbuseInput("64 execs into a pod that does not run, 64 by SPDY into one that does", target -> {
                target.create(PODS, pod(target, "never-runs", "\"image\":\"none\",\"imagePullPolicy\":\"Never\"", ""));
                for (int i = 0; i < 32; i++) {
                    target.begin("GET " + exec(target, "never-runs", "command=true&stdout=true") + CHANNELS + "\n");
                    target.begin("POST " + exec(target, "never-runs", "command=true&stdout=true") + SPDY + "\n");
                }
                for (int i = 0; i < 64; i++) {
                    target.begin("POST " + exec(target, RESIDENT, "command=true&stdout=true") + SPDY + "\n");
                }
                target.delete(PODS + "/never-runs");
            }),
            new AbuseInput("350 logs that are followed, 32 execs that write without end; nobody reads", target -> {
                for (int i = 0; i < 32; i++) {
                    target.begin("GET " + exec(target, RESIDENT, "command=cat&command=/dev/zero&stdout=true") + CHANNELS
                            + "\n");
                }
                for (int i = 0; i < 350; i++) {
                    target.begin(
                            "GET " + PODS + "/" + RESIDENT + "/log?follow=true" + HEAD + target.credentials() + "\n");
                }
            }),
            new AbuseInput("a pod that puts links into its volumes, 10 updates", PodAbuse::links),
            new AbuseInput("a pod that forks and logs without end", target -> {
                String script =
                        "sh -c 'while true; do sleep 600 & done'; while true; do echo " + "x".repeat(200) + "; done";
                target.create(PODS, pod(target, "bomb", shell(script), ""));
                until(target, "the pod has all the processes that it may have", """
                        cat $(find /sys/fs/cgroup -name pids.current | grep "$(docker ps -qf name=k8s_main_bomb)") \
                        | grep -qx '10[0-9][0-9]'
                        """);
                target.delete(PODS + "/bomb?gracePeriodSeconds=0");
            }),
            new AbuseInput("objects that lack what others look for", PodAbuse::poison));

    private PodAbuse() {}

    /** A pod that sleeps on that host. */
    static String resident(AbuseTarget target) {
        return pod(target, RESIDENT, shell("echo here; sleep 3600"), "");
    }

    private static String exec(AbuseTarget target, String pod, String query) {
        return PODS + "/" + pod + "/exec?" + query + HEAD + target.credentials();
    }

    private static void links(AbuseTarget target) throws IOException, InterruptedException {
        target.host().run(SOON, "mkdir -p /tmp/treasure && echo safe > /tmp/treasure/gold");
        target.create(MAPS, "{\"metadata\":{\"name\":\"shown\"},\"data\":{\"a\":\"0\"}}");
        String script = "rm -rf /cm/..data; ln -s /tmp/treasure /cm/..data; touch /tmp/done; "
                + "dd if=/dev/zero of=/dev/termination-log bs=1 count=1 seek=400M; sleep 600";
        target.create(
                PODS,
                pod(
                        target,
                        "thief",
                        shell(script) + ",\"volumeMounts\":[{\"name\":\"v\",\"mountPath\":\"/cm\"}]",
                        ",\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":\"shown\"}}]"));
        until(target, "the pod is at it", "docker exec $(docker ps -qf name=k8s_main_thief) test -e /tmp/done");
        for (int i = 1; i <= 10; i++) {
            target.ask(
                    "PUT",
                    MAPS + "/shown",
                    AbuseTarget.JSON,
                    "{\"metadata\":{\"name\":\"shown\"},\"data\":{\"a\":\"" + i + "\"}}");
        }
        until(target, "the last update is there", "docker exec $(docker ps -qf name=k8s_main_thief) grep -qx 10 /cm/a");
        target.delete(PODS + "/thief?gracePeriodSeconds=0");
        target.delete(MAPS + "/shown");
        until(target, "the pod is gone", "[ -z \"$(docker ps -aqf name=k8s_main_thief)\" ]");
        target.host().run(SOON, "grep -qx safe /tmp/treasure/gold");
    }

    private static void poison(AbuseTarget target) throws IOException {
        List<String[]> objects = List.of(
                new String[] {"/api/v1/nodes", "{\"metadata\":{\"name\":\"bare\"}}"},
                new String[] {
                    "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases",
                    "{\"metadata\":{\"name\":\"bare\"}}"
                },
                new String[] {
                    PODS,
                    "{\"metadata\":{\"name\":\"odd\"},\"spec\":{\"nodeName\":\"bare\",\"containers\":[{\"name\":\"c\","
                            + "\"image\":\"none\",\"resources\":{\"requests\":{\"cpu\":\"1e30\"}}}]}}"
                },
                new String[] {
                    "/api/v1/namespaces/default/services",
                    "{\"metadata\":{\"name\":\"odd\"},\"spec\":{\"ports\":[{\"port\":1,\"targetPort\":\"none\"}],"
                            + "\"selector\":{\"a\":\"b\"}}}"
                },
                new String[] {
                    "/api/v1/namespaces/default/endpoints",
                    "{\"metadata\":{\"name\":\"odd2\"},\"subsets\":[{\"addresses\":[{\"ip\":\"192.0.2.1\"}]}]}"
                },
                new String[] {
                    "/api/v1/namespaces/default/replicationcontrollers",
                    "{\"metadata\":{\"name\":\"odd\"},\"spec\":{\"replicas\":0,\"selector\":{\"a\":\"b\"}}}"
                });
        for (String[] object : objects) {
            target.create(object[0], object[1]);
        }
        // Newlines, where rules for the kernel are made of addresses.
        target.askAsNode(
                "PATCH",
                "/api/v1/nodes/" + target.host().name() + "/status",
                "application/merge-patch+json",
                "{\"status\":{\"addresses\":[{\"type\":\"InternalIP\",\"address\":\"192.0.2.1 }\\nadd chain ip evil\"}]}}");
        for (String path : List.of(
                PODS + "/odd?gracePeriodSeconds=0",
                "/api/v1/namespaces/default/services/odd",
                "/api/v1/namespaces/default/endpoints/odd2",
                "/api/v1/namespaces/default/replicationcontrollers/odd",
                "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/bare",
                "/api/v1/nodes/bare")) {
            target.delete(path);
        }
    }

    private static void until(AbuseTarget target, String what, String script) {
        Polling.await(what, SOON, Duration.ofSeconds(1)).until(() -> {
            try {
                target.host().run(SOON, script);
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private static String shell(String script) {
        return "\"image\":\"" + Pods.IMAGE + "\",\"command\":[\"sh\",\"-c\",\"" + script + "\"]";
    }

    private static String pod(AbuseTarget target, String name, String container, String more) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"nodeName\":\""
                + target.host().name()
                + "\",\"terminationGracePeriodSeconds\":0,\"containers\":[{\"name\":\"main\"," + container + "}]" + more
                + "}}";
    }
}
