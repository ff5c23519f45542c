package dev.podproof.conformance.steps;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.HostDirectories;
import dev.podproof.conformance.world.Namespace;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Directories of hosts, which pods mount. */
public final class HostDirectorySteps {
    private static final String INSIDE = HostDirectories.INSIDE;
    /** Where it is in the pod for which it was made. */
    private static final String MADE = "/made";

    private final World world;
    private final List<String> refused = new ArrayList<>();

    public HostDirectorySteps(World world) {
        this.world = world;
    }

    @Given("a pod {name} with the containers {names}, which mount the directory {path} of their host")
    public void podAnywhere(String name, Names containers, String path) {
        clean(world.pods()
                .start(world.namespace(), mounting(name, containers, path))
                .get(0));
    }

    @Given("a pod {name} with the container {name}, which mounts the directory {path} of {host}")
    public void podOnHost(String name, String container, String path, Host host) {
        start(world.namespace(), name, container, path, host);
    }

    @Given(
            "a pod {name} with the container {name}, which mounts the directory {path} of {host}, and one below it that is not there yet")
    public void podWithNewDirectory(String name, String container, String path, Host host) {
        ObjectNode spec = Documents.yaml(mounting(new Names(List.of(container)), path));
        ((ArrayNode) spec.path("volumes"))
                .add(Documents.yaml(
                        "{name: made, hostPath: {path: %s, type: DirectoryOrCreate}}".formatted(path + "/" + made())));
        ((ArrayNode) spec.path("containers").path(0).path("volumeMounts"))
                .add(Documents.yaml("{name: made, mountPath: %s}".formatted(MADE)));
        // Whoever makes a directory of the host is root, and so is who writes there.
        spec.withObject("/securityContext").put("runAsUser", 0);
        PodManifest manifest = PodManifest.of(name, spec.toString()).on(host.name());
        Pod pod = world.pods().start(world.namespace(), manifest).get(0);
        clean(pod);
        write(pod, container, MADE + "/" + container);
    }

    @Given("in {namespace} a pod {name} with the container {name}, which mounts the directory {path} of {host}")
    public void podInNamespace(Namespace namespace, String name, String container, String path, Host host) {
        start(namespace, name, container, path, host);
    }

    private void start(Namespace namespace, String name, String container, String path, Host host) {
        PodManifest manifest =
                mounting(name, new Names(List.of(container)), path).on(host.name());
        clean(world.pods().start(namespace, manifest).get(0));
    }

    @Then(
            "a pod {name} on {host}, which mounts the mark of {name} below {path} as the file {path}, reads {string} there, and pod {name} reads what it writes")
    public void podWithFile(
            String name, Host host, String mark, String directory, String file, String line, String other) {
        String source = directory + "/" + world.namespace().name() + "/" + mark;
        Pod pod = world.pods()
                .start(world.namespace(), fileAt(name, source, file).on(host.name()))
                .get(0);
        world.comparison()
                .same(
                        "what pod " + name + " reads from " + file + ", which is " + source + " of host " + host.name(),
                        line,
                        world.files().read(pod, pod.container(), file));
        Pod reader = world.pods().get(other);
        String whole = marks() + "/" + mark;
        ExecResult written = world.files().write(pod, pod.container(), "from " + name, file);
        world.comparison()
                .same(
                        "what pod " + other + " reads from " + whole + " when pod " + name + " has written to " + file
                                + (written.succeeded() ? "" : ": " + written.raw()),
                        "from " + name,
                        world.files().read(reader, reader.containers().get(0), whole));
    }

    @Then("where hosts can be looked at, the mark of {name} is below {path} on the host of pod {name}")
    public void onTheHost(String mark, String directory, String name) {
        String file = directory + "/" + world.namespace().name() + "/" + mark;
        world.probe(world.pods().get(name))
                .ifPresent(host -> world.comparison()
                        .same(
                                "what " + host.name() + " itself has in " + file,
                                mark,
                                host.run("cat", file).raw()));
    }

    private static PodManifest fileAt(String name, String source, String file) {
        return PodManifest.of(name, """
                securityContext: {runAsUser: 0}
                containers:
                - {name: main, volumeMounts: [{name: file, mountPath: %s}]}
                volumes: [{name: file, hostPath: {path: %s, type: File}}]
                """.formatted(file, source));
    }

    @When("every container leaves a mark in its host's directory")
    public void leaveMarks() {
        for (Pod pod : world.pods().all()) {
            pod.containers().forEach(container -> write(pod, container, marks() + "/" + container));
        }
    }

    private void write(Pod pod, String container, String mark) {
        ExecResult written = world.files().write(pod, container, container, mark);
        if (!written.succeeded()) {
            // Whoever is to find it judges that.
            refused.add("container " + container + " of pod " + pod.name() + " could not write: " + written.raw());
        }
    }

    @Then("container {name} of pod {name} finds the mark of {name} alone, there and in the directory that was made")
    public void findsBoth(String container, String pod, String mark) {
        Names marks = new Names(List.of(mark));
        finds(container, pod, marks);
        finds(container, pod, marks, INSIDE + "/" + made());
    }

    @Then("containers {names} of pod {name} each find the marks of {names}")
    public void find(Names containers, String pod, Names marks) {
        containers.all().forEach(container -> finds(container, pod, marks));
    }

    @Then("container {name} of pod {name} finds the mark of {names} alone")
    public void finds(String container, String pod, Names marks) {
        finds(container, pod, marks, marks());
    }

    private void finds(String container, String pod, Names marks, String directory) {
        world.comparison()
                .same(
                        "the marks that container " + container + " of pod " + pod + " finds in its host's directory"
                                + (refused.isEmpty() ? "" : " (" + String.join("; ", refused) + ")"),
                        marks.all().stream().sorted().toList(),
                        world.files().list(world.pods().get(pod), container, directory));
    }

    /** A directory below the host's that nobody else uses. */
    private String marks() {
        return INSIDE + "/" + world.namespace().name();
    }

    /** The name of one that no host has before. */
    private String made() {
        return HostDirectories.made(world.namespace().name());
    }

    private void clean(Pod pod) {
        world.afterwards(() -> {
            // A scenario that deletes one pod has another one there.
            if (world.pods().exists(pod)) {
                world.files().remove(pod, pod.containers().get(0), marks());
                world.files().remove(pod, pod.containers().get(0), INSIDE + "/" + made());
            }
        });
    }

    private static PodManifest mounting(String name, Names containers, String path) {
        return PodManifest.of(name, mounting(containers, path));
    }

    private static String mounting(Names containers, String path) {
        String mounts = containers.all().stream()
                .map(container ->
                        "- {name: " + container + ", volumeMounts: [{name: host, mountPath: " + INSIDE + "}]}")
                .collect(Collectors.joining("\n"));
        return "containers:\n" + mounts + "\nvolumes: [{name: host, hostPath: {path: " + path + "}}]";
    }
}
