package dev.podproof.conformance.steps;

import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.world.BareContainer;
import dev.podproof.conformance.world.BareHosts;
import dev.podproof.conformance.world.BareRequest;
import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Docker's links between containers on bare hosts. */
public final class DockerLinkSteps {
    private final World world;
    private final Map<String, ExecResult> refusals = new HashMap<>();

    public DockerLinkSteps(World world) {
        this.world = world;
    }

    @When("a container {name} on {bare} is asked for with a link to container {name} as {name}")
    public void link(String name, String host, String to, String alias) {
        BareHosts hosts = world.bareHosts();
        ExecResult answer = hosts.ask(BareRequest.of(host, name).linkedTo(hosts.dockerName(to), alias));
        if (!answer.succeeded()) {
            refusals.put(name, answer);
        }
    }

    @When(
            "container {name} is removed, container {name} takes its address on port {int}, and container {name} is made anew")
    public void makeAnew(String name, String squatter, int port, String again) {
        BareHosts hosts = world.bareHosts();
        BareContainer old = hosts.get(name);
        hosts.remove(name);
        hosts.start(BareRequest.of(old.host(), squatter).listeningOn(port));
        hosts.start(BareRequest.of(old.host(), again).listeningOn(port));
    }

    @Then("container {name} finds container {name} on port {int} by the variables of link {name}")
    public void byVariables(String client, String server, int port, String alias) {
        led(client, client, server, port, alias);
    }

    @Then("the variables of link {name} in container {name} lead container {name} to container {name} on port {int}")
    public void led(String alias, String holder, String client, String server, int port) {
        led(holder, client, server, port, alias);
    }

    private void led(String holder, String client, String server, int port, String alias) {
        String prefix = alias.toUpperCase(Locale.ROOT) + "_PORT_" + port + "_TCP_";
        Map<String, String> variables = world.bareHosts().environment(holder);
        String address = variables.getOrDefault(prefix + "ADDR", "");
        world.comparison()
                .holds(
                        "the variables of link " + alias + " in container " + holder,
                        prefix + "ADDR and " + prefix + "PORT with port " + port,
                        variables.toString(),
                        !address.isEmpty() && String.valueOf(port).equals(variables.get(prefix + "PORT")));
        finds(client, server, address, port, "by variables");
    }

    @Then("container {name} finds container {name} on port {int} by the name of link {name}")
    public void byName(String client, String server, int port, String alias) {
        finds(client, server, alias, port, "by name");
    }

    @Then("container {name} is refused by its Docker Engine, which knows no container {name}")
    public void refused(String name, String unknown) {
        ExecResult refusal = refusals.getOrDefault(name, new ExecResult(0, "it was made", ""));
        String docker = world.bareHosts().dockerName(unknown);
        world.comparison()
                .holds(
                        "what became of container " + name,
                        "refused with a word on " + docker,
                        refusal.raw(),
                        !refusal.succeeded() && refusal.err().contains(docker));
    }

    private void finds(String client, String server, String at, int port, String how) {
        BareContainer from = world.bareHosts().get(client);
        Call call = world.caller()
                .call(from, client, List.of(new Door(at, port, "TCP")))
                .get(0);
        world.comparison()
                .same(
                        "who answers container " + client + " " + how + " at " + at + " on port " + port,
                        server,
                        call.pod().orElse(call.raw()));
    }
}
