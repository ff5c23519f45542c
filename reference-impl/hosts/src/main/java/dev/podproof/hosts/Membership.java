package dev.podproof.hosts;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Progress;
import dev.podproof.hosts.images.Images;
import dev.podproof.reference.model.Nodes;
import dev.podproof.reference.network.NetworkKind;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Hosts that come to a cluster that runs, and go (NET-14). Everything about the cluster is read from its master. */
final class Membership {
    private static final Duration LIMIT_OF_PODS = Duration.ofSeconds(90);
    private static final String SERVER = "https://master:6443";
    private static final String HOST = "host-";
    private static final String NETWORK = "--network";
    /** Where a host has its address as a host. */
    static final String ADDRESS = "--address";
    /** What all hosts of a cluster have to be told alike. */
    private static final List<String> ALIKE =
            List.of(NETWORK, "--pod-range", "--subnet-prefix", "--service-range", ADDRESS, FaultSwitch.OPTION);

    private final DockerClient docker;
    private final Images images;
    private final String cluster;
    private final Clock clock;

    Membership(DockerClient docker, Images images, String cluster, Clock clock) {
        this.docker = docker;
        this.images = images;
        this.cluster = cluster;
        this.clock = clock;
    }

    /**
     * Starts one more host, and returns its name when it is ready for pods.
     *
     * @param given images that the others were given, and it is to have too
     */
    String add(List<String> given) {
        var master = master();
        try (var api = api(master)) {
            var name = HOST + (lastNumber(api) + 1);
            var id = docker.createContainerCmd(master.getImageId())
                    .withName(containerName(name))
                    .withHostName(name)
                    .withAliases(name)
                    .withLabels(labels(master, name))
                    .withHostConfig(HostPrivileges.hostConfig(network(master)).withNetworkMode(hostsNetwork(master)))
                    .withCmd(arguments(master, name, ticket(api, name)))
                    .exec()
                    .getId();
            try {
                new FaultSwitch(docker, cluster, clock).copy(master.getId(), id);
                docker.startContainerCmd(id).exec();
                AwaitNodes.await(List.of(name), api, clock, this::requireRunning);
                new LoadImages(docker, images, clock).into(List.of(id), given);
            } catch (HostTrouble e) {
                var log = new Inventory(docker).logTail(cluster, name).strip();
                takeAway(api, id, name);
                throw new HostsException(
                        HostsException.Reason.BRING_UP, e.getMessage() + "; its log ends with:\n" + log, e);
            } catch (RuntimeException e) {
                takeAway(api, id, name);
                throw e;
            }
            return name;
        }
    }

    /** Ends a host's pods, then the host, then its node, with which its subnet is free again. */
    void remove(String name, Progress progress) {
        var container = hosts().stream()
                .filter(host -> host.name().equals(name) && host.role() == Role.NODE)
                .map(Host::containerId)
                .findFirst();
        try (var api = api(master())) {
            if (container.isPresent()) {
                empty(api, name, progress);
                takeAway(api, container.get(), name);
            } else {
                removeElsewhere(api, name, progress);
            }
        }
    }

    private void empty(KubernetesClient api, String name, Progress progress) {
        progress.said("ending the pods of " + name + " …");
        cordon(api, name);
        endPods(api, name);
    }

    /** A host on another machine can be emptied from here, and forgotten once it is gone; while it runs it would register its node again. */
    private void removeElsewhere(KubernetesClient api, String name, Progress progress) {
        var node = Optional.ofNullable(api.nodes().withName(name).get())
                .orElseThrow(() -> invalid("it has no host '" + name + "'; there are "
                        + api.nodes().list().getItems().stream()
                                .map(Membership::nameOf)
                                .sorted()
                                .toList()));
        if (Nodes.isReady(node)) {
            empty(api, name, progress);
            throw invalid("host '" + name
                    + "' runs on another machine; it is empty now and takes no new pods. End it there: docker rm --force --volumes "
                    + containerName(name) + "; then say this again, and its subnet is free");
        }
        podsOf(api, name).withGracePeriod(0).delete();
        forget(api, name);
    }

    /** The nodes that are no containers of this machine, by the names of their containers on others. */
    List<String> elsewhere() {
        var master = master();
        if (sharedNetwork(master).isEmpty()) return List.of();
        var here = hosts().stream().map(Host::name).collect(Collectors.toSet());
        try (var api = api(master)) {
            return api.nodes().list().getItems().stream()
                    .map(Membership::nameOf)
                    .filter(name -> !here.contains(name))
                    .map(this::containerName)
                    .sorted()
                    .toList();
        }
    }

    /** The host first: its agent would register the node again. */
    private void takeAway(KubernetesClient api, String containerId, String name) {
        docker.removeContainerCmd(containerId)
                .withForce(true)
                .withRemoveVolumes(true)
                .exec();
        forget(api, name);
    }

    /** Its certificate first: whoever still has that would register the node again. */
    private static void forget(KubernetesClient api, String name) {
        api.raw("/podproof/v1/nodes/" + name, "DELETE", null);
        api.nodes().withName(name).delete();
    }

    /** The commands that start so many more hosts by hand. */
    JoinCommands joinCommands(int count) {
        var master = master();
        try (var api = api(master)) {
            int last = lastNumber(api);
            var lines = IntStream.rangeClosed(last + 1, last + count)
                    .mapToObj(number -> joinLine(master, api, HOST + number))
                    .toList();
            return new JoinCommands(lines, image(master), sharedNetwork(master));
        }
    }

    private String joinLine(InspectContainerResponse master, KubernetesClient api, String name) {
        var words = new ArrayList<>(List.of("docker", "run", "--detach", "--name", containerName(name)));
        words.addAll(List.of("--hostname", name, "--network", hostsNetwork(master), "--network-alias", name));
        sharedNetwork(master).ifPresent(network -> words.addAll(wayToMaster(master, network)));
        labels(master, name).forEach((label, value) -> words.addAll(List.of("--label", label + "=" + value)));
        words.addAll(HostPrivileges.options(network(master)));
        words.add(image(master));
        words.addAll(arguments(master, name, ticket(api, name)));
        return String.join(" ", words);
    }

    private void cordon(KubernetesClient api, String name) {
        api.nodes()
                .withName(name)
                .edit(node -> new NodeBuilder(node)
                        .editOrNewSpec()
                        .withUnschedulable(true)
                        .endSpec()
                        .build());
    }

    private void endPods(KubernetesClient api, String name) {
        pods(api, name).forEach(pod -> api.resource(pod).delete());
        new Waiting(clock, LIMIT_OF_PODS)
                .untilNothingIsMissing(() -> pods(api, name).stream()
                        .map(pod -> pod.getMetadata().getNamespace() + "/"
                                + pod.getMetadata().getName() + " has not ended")
                        .findFirst())
                .ifPresent(last -> {
                    throw new HostsException(
                            HostsException.Reason.INVALID,
                            "host '" + name + "' takes no new pods, but was not removed: after "
                                    + LIMIT_OF_PODS.toSeconds() + " s " + last);
                });
    }

    private static List<Pod> pods(KubernetesClient api, String host) {
        return podsOf(api, host).list().getItems();
    }

    private static FilterWatchListDeletable<Pod, PodList, PodResource> podsOf(KubernetesClient api, String host) {
        return api.pods().inAnyNamespace().withField("spec.nodeName", host);
    }

    /** The highest that any host has: the next ones have higher, so that no two ever have the same name while one of them is remembered. */
    private int lastNumber(KubernetesClient api) {
        return Stream.concat(
                        api.nodes().list().getItems().stream().map(Membership::nameOf),
                        hosts().stream().map(Host::name))
                .filter(name -> name.matches(HOST + "\\d{1,4}"))
                .mapToInt(name -> Integer.parseInt(name.substring(HOST.length())))
                .max()
                .orElse(0);
    }

    private static String nameOf(Node node) {
        return node.getMetadata().getName();
    }

    private String ticket(KubernetesClient api, String name) {
        var url = URI.create(api.getMasterUrl().toString()).resolve("/podproof/v1/tickets/" + name);
        var answer = api.raw(url.getPath(), "POST", SERVER);
        if (answer == null) throw invalid("its master hands out no tickets for hosts");
        return answer;
    }

    private static List<String> arguments(InspectContainerResponse master, String name, String ticket) {
        var words = new ArrayList<>(
                List.of("node", "--name", name, "--config-dir", StartHosts.CONFIG, "--data-dir", StartHosts.DATA));
        for (var option : ALIKE) told(master, option).ifPresent(value -> words.addAll(List.of(option, value)));
        words.addAll(List.of("--join", ticket));
        return words;
    }

    private Map<String, String> labels(InspectContainerResponse master, String name) {
        Map<String, String> labels = new LinkedHashMap<>(Labels.ofCluster(cluster));
        labels.put(Labels.ROLE, Role.NODE.label());
        labels.put(Labels.HOST, name);
        Optional.ofNullable(master.getConfig().getLabels().get(Labels.OWNER))
                .ifPresent(owner -> labels.put(Labels.OWNER, owner));
        return labels;
    }

    /** What the master was told stands in its command. */
    private static NetworkKind network(InspectContainerResponse master) {
        return told(master, NETWORK).map(NetworkKind::of).orElse(NetworkKind.HOST_GW);
    }

    private static Optional<String> told(InspectContainerResponse master, String option) {
        var words = List.of(master.getConfig().getCmd());
        int place = words.indexOf(option);
        return place < 0 ? Optional.empty() : Optional.of(words.get(place + 1));
    }

    private static String image(InspectContainerResponse master) {
        return master.getConfig().getImage();
    }

    private void requireRunning(String name) {
        var state = docker.inspectContainerCmd(containerName(name)).exec().getState();
        if (!Boolean.TRUE.equals(state.getRunning()))
            throw new HostTrouble(name, "host '" + name + "' ended with code " + state.getExitCodeLong());
    }

    private InspectContainerResponse master() {
        return hosts().stream()
                .filter(host -> host.role() == Role.MASTER)
                .findFirst()
                .map(host -> docker.inspectContainerCmd(host.containerId()).exec())
                .filter(found -> Boolean.TRUE.equals(found.getState().getRunning()))
                .orElseThrow(() -> invalid("its master does not run"));
    }

    private List<Host> hosts() {
        return new Inventory(docker)
                .status(cluster)
                .map(ClusterStatus::hosts)
                .orElseThrow(() -> invalid("there is no such cluster"));
    }

    private KubernetesClient api(InspectContainerResponse master) {
        return ApiClient.open(AdminKubeconfig.readFromMaster(docker, master.getId()));
    }

    private String containerName(String name) {
        return cluster + "-" + name;
    }

    /** The Docker network that the hosts are on; the master may be on another one too. */
    private static String hostsNetwork(InspectContainerResponse master) {
        return master.getHostConfig().getNetworkMode();
    }

    /** A Docker Engine on another machine can't tell where the master is, unless both are in one swarm. */
    private List<String> wayToMaster(InspectContainerResponse master, String network) {
        var scope = docker.inspectNetworkCmd().withNetworkId(network).exec().getScope();
        if (scope.equals("swarm")) return List.of();
        var address = master.getNetworkSettings().getNetworks().get(network).getIpAddress();
        return List.of("--add-host", "master:" + address);
    }

    /** The same if other machines can take part by it: then hosts were told which of their addresses counts. */
    private static Optional<String> sharedNetwork(InspectContainerResponse master) {
        return told(master, ADDRESS).map(range -> hostsNetwork(master));
    }

    private HostsException invalid(String why) {
        return new HostsException(HostsException.Reason.INVALID, "the cluster '" + cluster + "': " + why);
    }
}
