package dev.podproof.conformance.steps;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.probe.HostProbe.Container;
import dev.podproof.conformance.probe.HostProbe.Mount;
import dev.podproof.conformance.subject.HostDirectories;
import dev.podproof.conformance.world.BareContainer;
import dev.podproof.conformance.world.BareHosts;
import dev.podproof.conformance.world.BareRequest;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;

/** Docker's data volumes, and the containers that are kept for them, on bare hosts. */
public final class DockerVolumeSteps {
    private static final String FILE = "/line";

    private final World world;
    private String directory = "";

    public DockerVolumeSteps(World world) {
        this.world = world;
    }

    @Given("a container {name} on {bare} with a data volume at {path}")
    public void withVolume(String name, String host, String path) {
        world.bareHosts().start(BareRequest.of(host, name).withVolume(path));
    }

    @Given("a container {name} on {bare} with the host's directory at {path}")
    public void withDirectory(String name, String host, String path) {
        BareHosts hosts = world.bareHosts();
        directory = HostDirectories.ofBare(hosts.dockerName(name));
        world.afterwards(() -> {
            hosts.removeAll();
            hosts.onHost(host, "rm", "-rf", directory);
        });
        hosts.start(BareRequest.of(host, name).withDirectory(directory, path));
    }

    @Given("a data volume container {name} at {path} on {bare} that was never started")
    public void neverStarted(String name, String path, String host) {
        BareRequest request = BareRequest.of(host, name).withVolume(path).asleep();
        ExecResult made = world.bareHosts().ask(request);
        if (!made.succeeded()) {
            throw new NotMet("bare host " + host + " makes no container " + name + ": " + made.raw());
        }
    }

    @Given("a data volume container {name} at {path} on {bare} that has stopped")
    public void stopped(String name, String path, String host) {
        BareContainer container =
                world.bareHosts().start(BareRequest.of(host, name).withVolume(path));
        world.bareHosts().done(host, "stop", container.docker());
    }

    @Given("containers {name} and {name} on {bare} with the volumes of container {name}")
    public void sharing(String one, String other, String host, String holder) {
        BareHosts hosts = world.bareHosts();
        hosts.start(BareRequest.of(host, one).withVolumesOf(hosts.dockerName(holder)));
        hosts.start(BareRequest.of(host, other).withVolumesOf(hosts.dockerName(holder)));
    }

    @When("containers {name} and {name} each leave a line below {path}")
    public void eachLeaves(String one, String other, String path) {
        leaves(one, path);
        leaves(other, path);
    }

    @When("container {name} leaves a line below {path}")
    public void leaves(String name, String path) {
        ExecResult written = world.files().write(world.bareHosts().get(name), name, "left by " + name, path + FILE);
        if (!written.succeeded()) {
            throw new NotMet("container " + name + " cannot write below " + path + ": " + written.raw());
        }
    }

    @Then("Docker shows the volume of container {name} below its own directory, and the host finds its line there")
    public void chosenByDocker(String name) {
        String root = world.bareHosts().done(container(name).host(), "info", "--format", "{{.DockerRootDir}}");
        Mount shown = mount(name);
        world.comparison()
                .holds(
                        "where container " + name + " keeps its data",
                        "a volume below " + root,
                        shown.type() + " " + shown.source(),
                        shown.type().equals("volume") && shown.source().startsWith(root + "/"));
        lineOnHost(name, shown.source());
    }

    @Then("Docker shows the directory that was named for container {name}, and the host finds its line there")
    public void named(String name) {
        Mount shown = mount(name);
        world.comparison()
                .same(
                        "where container " + name + " keeps its data",
                        "bind " + directory,
                        shown.type() + " " + shown.source());
        lineOnHost(name, shown.source());
    }

    @Then("container {name} finds that line, and container {name} does not run")
    public void found(String name, String holder) {
        String path = mount(name).destination() + FILE;
        world.comparison()
                .same(
                        "what container " + name + " reads from " + path,
                        "left by writer",
                        world.files().read(container(name), name, path));
        String state = shown(holder).state();
        world.comparison().holds("the state of container " + holder, "not running", state, !state.equals("running"));
    }

    @Then("on {bare} nobody can have the volumes of container {name}, since there is no such container")
    public void notElsewhere(String host, String holder) {
        String docker = world.bareHosts().dockerName(holder);
        ExecResult answer = world.bareHosts().ask(BareRequest.of(host, "taker").withVolumesOf(docker));
        world.comparison()
                .holds(
                        "what " + host + " says to a container with the volumes of " + holder,
                        "refused with a word on " + docker,
                        answer.raw(),
                        !answer.succeeded() && answer.err().contains(docker));
    }

    private void lineOnHost(String name, String source) {
        world.comparison()
                .same(
                        "what the host has in " + source + FILE,
                        "left by " + name,
                        world.bareHosts()
                                .onHost(container(name).host(), "cat", source + FILE)
                                .raw());
    }

    private Mount mount(String name) {
        return shown(name).mounts().stream().findFirst().orElse(new Mount("nothing", "nowhere", "nowhere", false));
    }

    private Container shown(String name) {
        BareContainer container = container(name);
        return world.bareHosts()
                .probe(container.host())
                .container(container.docker())
                .orElseThrow(() -> new NotMet("bare host " + container.host() + " has no " + container.docker()));
    }

    private BareContainer container(String name) {
        return world.bareHosts().get(name);
    }
}
