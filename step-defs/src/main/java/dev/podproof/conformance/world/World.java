package dev.podproof.conformance.world;

import dev.podproof.conformance.NotUndone;
import dev.podproof.conformance.disruption.Disruption;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.HostProbe;
import dev.podproof.conformance.probe.PodShells;
import dev.podproof.conformance.subject.ClusterUnderTest;
import dev.podproof.conformance.subject.DockerHosts;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.Subject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one scenario has made and seen. Cucumber makes one for each scenario and hands it to the steps. */
public final class World {

    private final ClusterUnderTest cluster = Subject.current();
    private final ApiProbe api = Subject.api();
    private final PodShells shells = new PodShells(Subject.exec());
    private final Shell shell = new Shell(shells, cluster.bareHosts(), Subject.counts());
    private final Pods pods = new Pods(api, cluster.settings(), shell);
    private final Services services = new Services(api, cluster.settings());
    private final ReplicationControllers controllers = new ReplicationControllers(api, cluster.settings());
    private final Objects objects = new Objects(api);
    private final Capacity capacity = new Capacity(api);
    private final HostLabels hostLabels = new HostLabels(api, Subject.run(), this::afterwards);
    private final Caller caller = new Caller(shell);
    private final Files files = new Files(shell);
    private final Processes processes = new Processes(shell);
    private final Afterwards afterwards = new Afterwards();
    private final Deque<Namespace> namespaces = new ArrayDeque<>();
    private final Standing standing = Standing.ofRun();
    private final List<Pod> borrowed = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private Comparison comparison = new Comparison((mediaType, document) -> {
        throw new IllegalStateException("The scenario has not begun");
    });
    private String scenario = "";
    private String domain = "";
    private List<Host> hosts = List.of();
    private Disruption disruption;
    private BareHosts bareHosts;
    private HostEntries hostEntries;

    /** Starts the scenario: from now on what is compared is recorded there. */
    public void begin(String name, Recorder recorder) {
        scenario = name;
        comparison = new Comparison(recorder);
    }

    /**
     * Undoes what was done, last things first, and deletes the scenario's namespaces without waiting for their end.
     *
     * @throws NotUndone when the whole target is not what it was before
     */
    public void end() {
        try {
            afterwards.undo(scenario);
        } finally {
            shells.close();
            while (!namespaces.isEmpty()) {
                namespaces.pop().delete();
            }
        }
    }

    /** Remembers what has to be undone outside the namespace, whatever happens. */
    public void afterwards(Runnable undo) {
        afterwards.add(undo);
    }

    /** Pods like these that stand for the whole run: the scenario may look at them and call them, and from them. */
    public List<Pod> standing(PodManifest... wanted) {
        List<Pod> taken = standing.take(List.of(wanted), losses::add);
        pods.adopt(taken);
        borrowed.addAll(taken);
        return taken;
    }

    /** What was found out about pods that stand for the whole run and were lost before the scenario used them. */
    public List<String> losses() {
        return List.copyOf(losses);
    }

    /**
     * Looks once more at what stands for the whole run, after the scenario has used it.
     *
     * @throws IllegalStateException when it was harmed: nobody knows what the scenario has seen
     */
    public void checkStanding() {
        List<String> harmed = standing.harmed(borrowed);
        if (!harmed.isEmpty()) {
            throw new IllegalStateException("lost while this scenario used it: " + String.join("; ", harmed));
        }
    }

    /** The scenario's own namespace. */
    public Namespace namespace() {
        return namespaces.getLast();
    }

    /** Every namespace that the scenario has made, its own first. */
    public List<Namespace> namespaces() {
        List<Namespace> ownFirst = new ArrayList<>(namespaces);
        Collections.reverse(ownFirst);
        return ownFirst;
    }

    /** Makes one more namespace for the scenario. */
    public Namespace anotherNamespace() {
        Namespace made = Namespace.make(api, Subject.run(), cluster.settings(), scenario);
        namespaces.push(made);
        return made;
    }

    /** The hosts that the run may use, in the order of their names; the same throughout the scenario. */
    public List<Host> hosts() {
        if (hosts.isEmpty()) {
            hosts = Host.usable(api, cluster.settings());
        }
        return hosts;
    }

    public ClusterUnderTest cluster() {
        return cluster;
    }

    public ApiProbe api() {
        return api;
    }

    public Shell shell() {
        return shell;
    }

    public Pods pods() {
        return pods;
    }

    public Services services() {
        return services;
    }

    public ReplicationControllers controllers() {
        return controllers;
    }

    public Objects objects() {
        return objects;
    }

    public Capacity capacity() {
        return capacity;
    }

    public HostLabels hostLabels() {
        return hostLabels;
    }

    public Caller caller() {
        return caller;
    }

    public Comparison comparison() {
        return comparison;
    }

    public Files files() {
        return files;
    }

    /** Every host's share of the pods' addresses as the API shows it, by the hosts' names; empty where it shows none. */
    public Map<String, String> subnets() {
        Map<String, String> subnets = new TreeMap<>();
        api.read("/api/v1/nodes")
                .path("items")
                .forEach(node -> subnets.put(
                        node.path("metadata").path("name").asText(),
                        node.path("spec").path("podCIDR").asText()));
        return subnets;
    }

    /** Hosts that are no more than entries in the API; they go when the scenario ends. */
    public HostEntries hostEntries() {
        if (hostEntries == null) {
            hostEntries = new HostEntries(api, namespace(), this::afterwards);
        }
        return hostEntries;
    }

    /** A host from below. */
    public HostProbe probe(Host host) {
        DockerHosts below = dockerHosts();
        return new HostProbe(host.name(), below.engine(host.name()), command -> below.exec(host.name(), command));
    }

    /** The host of a pod from below, where somebody has said how to reach it. */
    public Optional<HostProbe> probe(Pod pod) {
        return cluster.dockerHosts()
                .filter(below -> below.list().contains(pod.host()))
                .flatMap(below -> hosts().stream()
                        .filter(host -> host.name().equals(pod.host()))
                        .findFirst())
                .map(this::probe);
    }

    /** The means to take hosts away; whatever was taken is given back when the scenario ends. */
    public Disruption disruption() {
        if (disruption == null) {
            disruption = new Disruption(dockerHosts(), api, Subject.run(), cluster.settings());
            afterwards(disruption::undo);
        }
        return disruption;
    }

    /** The hosts that no orchestrator works on; what is made there goes when the scenario ends. */
    public BareHosts bareHosts() {
        if (bareHosts == null) {
            bareHosts = new BareHosts(
                    cluster.bareHosts()
                            .orElseThrow(
                                    () -> new IllegalStateException(
                                            "The requirement is not of the profile docker, whose needs are those of bare hosts")),
                    Subject.run(),
                    cluster.settings(),
                    shell);
            afterwards(bareHosts::removeAll);
        }
        return bareHosts;
    }

    private DockerHosts dockerHosts() {
        return cluster.dockerHosts()
                .orElseThrow(
                        () -> new IllegalStateException("The requirement does not say that it needs host-control"));
    }

    /** The number, on its host, of the device that a pod's own first interface is joined to. */
    public String otherEnd(Pod pod) {
        String program =
                "for each in /sys/class/net/*; do case $each in */lo) ;; *) cat $each/iflink; break ;; esac; done";
        return shell.run(pod, pod.container(), program).out().strip();
    }

    /** What a container sees of its network. */
    public Network network(Peer peer, String container) {
        return Network.look(shell, peer, container);
    }

    /** How the processes of containers go: what they are told, and what they have used. */
    public Processes processes() {
        return processes;
    }

    /** Tries to listen on a TCP port for a moment; {@code listening} when that went well, else what was said. */
    public String listen(Pod pod, String container, int port) {
        return shell.run(pod, container, Programs.LISTEN, String.valueOf(port))
                .out()
                .strip();
    }

    /** The variables that a container's first process was started with. */
    public Map<String, String> environment(Pod pod, String container) {
        return Environments.parse(
                shell.run(pod, container, "tr '\\000' '\\n' < /proc/1/environ").out());
    }

    /** The variables that a command is given which is run in a container now. */
    public Map<String, String> environmentOfCommand(Pod pod, String container) {
        return Environments.parse(shell.runAnew(pod, container, "env").out());
    }

    /** Tries once to connect over TCP. */
    public Attempt attempt(Pod pod, String address, int port) {
        return Attempt.make(shell, pod, address, port);
    }

    /** Lets one pod tell another, on this port of its mailbox, the address that it finds on its own interface. */
    public void announce(Pod from, Pod to, int port) {
        shell.run(from, from.container(), Programs.ANNOUNCE, to.address(), String.valueOf(port));
    }

    /** What a pod's mailbox was told last. */
    public String announced(Pod pod) {
        return shell.run(pod, pod.container(), "cat /tmp/announced").out().strip();
    }

    /** Resolves a name and calls what it finds. */
    public Lookup lookup(Pod pod, String name, int port) {
        return lookup(pod, pod.container(), name, port);
    }

    /** The same in that container of it. */
    public Lookup lookup(Pod pod, String container, String name, int port) {
        return Lookup.make(shell, pod, container, name, port);
    }

    /**
     * Asks the pod's name server a single question.
     *
     * @param name complete, without the search list's help
     * @param type of the records wanted, such as {@code A}
     * @param protocol TCP or UDP
     */
    public Resolution resolve(Pod pod, String name, String type, String protocol) {
        return Resolution.ask(shell, pod, name, type, protocol);
    }

    /** The full name of something in a namespace, such as {@code web.shop.svc.cluster.local}. */
    public String fullName(Pod pod, String name, String namespace) {
        if (domain.isEmpty()) {
            domain = Domain.of(this, pod);
        }
        return name + "." + namespace + ".svc." + domain;
    }
}
