package dev.podproof.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A host with a pod on it. Programs are the host's own, from Debian's packages; on the pod's side they enter its network and nothing else
 * of it, so that both sides run the same program.
 */
final class LinkEnd {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final double GIGA = 1e9;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OnHost host;
    private final Pod pod;
    private final String enter;

    private LinkEnd(OnHost host, Pod pod, String enter) {
        this.host = host;
        this.pod = pod;
        this.enter = enter;
    }

    /** Starts the pod, and installs the programs. */
    static LinkEnd start(KubernetesClient client, OnHost host, String name) throws IOException, InterruptedException {
        Pod pod = new PodBuilder(Pods.sleeper(name))
                .editSpec()
                .withNodeName(host.name())
                .endSpec()
                .build();
        client.pods().inNamespace(Pods.NAMESPACE).resource(pod).create();
        host.run(
                Duration.ofMinutes(5),
                "apt-get update -qq; apt-get install -y -qq --no-install-recommends iperf3 iputils-ping socat");
        Pod ready = client.pods()
                .inNamespace(Pods.NAMESPACE)
                .withName(name)
                .waitUntilReady(LIMIT.toSeconds(), TimeUnit.SECONDS);
        String process = host.run(
                LIMIT,
                "docker inspect --format '{{.State.Pid}}' $(docker ps --quiet --filter ancestor=" + Pods.IMAGE
                        + " | head -1)");
        return new LinkEnd(host, ready, "nsenter --net --target " + process + " ");
    }

    /** Answers to the measurements of another end, on the host and in the pod. */
    void serve() throws IOException, InterruptedException {
        host.run(
                LIMIT, "iperf3 --server --daemon --bind " + host.address() + "; " + enter + "iperf3 --server --daemon");
    }

    /** From this host to that one, in Gbit/s. */
    double hostThroughput(LinkEnd to, int seconds) throws IOException, InterruptedException {
        return throughput("", to.host.address(), seconds);
    }

    /** From this pod to that one, in Gbit/s. */
    double podThroughput(LinkEnd to, int seconds) throws IOException, InterruptedException {
        return throughput(enter, to.podAddress(), seconds);
    }

    /** The mean round trip between the hosts, in milliseconds. */
    double hostRoundTrip(LinkEnd to) throws IOException, InterruptedException {
        return roundTrip("", to.host.address());
    }

    /** The mean round trip between the pods, in milliseconds. */
    double podRoundTrip(LinkEnd to) throws IOException, InterruptedException {
        return roundTrip(enter, to.podAddress());
    }

    /** Whether so many bytes come out at that pod as they went into this one: over UDP in one datagram. */
    boolean arrives(LinkEnd to, String protocol, int bytes) throws IOException, InterruptedException {
        boolean udp = protocol.equals("UDP");
        to.host.run(
                LIMIT,
                "rm -f /tmp/arrived; (" + to.enter + "timeout 20 socat -u -b 70000 "
                        + (udp ? "UDP4-RECVFROM" : "TCP4-LISTEN")
                        + ":5300 CREATE:/tmp/arrived > /dev/null 2>&1 &) ; for _ in $(seq 50); do "
                        + to.enter + "ss -Hln" + (udp ? "u" : "t")
                        + " sport = :5300 | grep -q . && break; sleep 0.1; done");
        String sent = host.run(
                LIMIT,
                "head -c " + bytes + " /dev/urandom > /tmp/sent; " + enter + "socat -u -b 70000 OPEN:/tmp/sent "
                        + (udp ? "UDP4-SENDTO:" : "TCP4:") + to.podAddress() + ":5300; sha256sum < /tmp/sent");
        return to.host
                .run(
                        LIMIT,
                        "for _ in $(seq 50); do [ \"$(stat -c %s /tmp/arrived 2> /dev/null)\" = " + bytes
                                + " ] && break; sleep 0.1; done; sha256sum < /tmp/arrived")
                .equals(sent);
    }

    /** Whether this end's pod gets an answer from that address now. */
    boolean reaches(String address) {
        try {
            host.run(LIMIT, enter + "ping -c 1 -W 1 " + address);
            return true;
        } catch (IOException unanswered) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The largest packet that the pod sends, in bytes. */
    int mtu() throws IOException, InterruptedException {
        return Integer.parseInt(host.run(LIMIT, enter + "ip -o link show eth0 | sed 's/.* mtu \\([0-9]*\\).*/\\1/'"));
    }

    private String podAddress() {
        return pod.getStatus().getPodIP();
    }

    private double throughput(String enter, String to, int seconds) throws IOException, InterruptedException {
        String printed = host.run(LIMIT, enter + "iperf3 --client " + to + " --time " + seconds + " --json");
        return JSON.readTree(printed)
                        .path("end")
                        .path("sum_received")
                        .path("bits_per_second")
                        .asDouble()
                / GIGA;
    }

    private double roundTrip(String enter, String to) throws IOException, InterruptedException {
        // The last line: rtt min/avg/max/mdev = 0.05/0.06/0.1/0.01 ms
        String[] words = host.run(LIMIT, enter + "ping -q -c 200 -i 0.01 " + to + " | tail -1")
                .split("/", -1);
        return Double.parseDouble(words[4]);
    }
}
