package dev.podproof.conformance.steps;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.world.Attempt;
import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Service;
import dev.podproof.conformance.world.Services;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pods that become endpoints of a service, and that are endpoints no longer. */
public final class EndpointSteps {
    private static final String READY = "/tmp/ready";
    private static final String ONE = "one";
    /** A service follows its selector as fast as labels are followed (LBL-02). */
    private static final Limit LIMIT = Limit.required(Duration.ofSeconds(30));

    private static final int DATAGRAMS_THAT_HOLD = 5;

    private final World world;
    private final Map<String, Service> services = new HashMap<>();
    private Attempt attempt;
    private Pod flowing;
    private String answering = "";

    public EndpointSteps(World world) {
        this.world = world;
    }

    @Given("a pod {name} for service {name}, which is {standing}")
    public void pod(String name, String service, String standing) {
        pod(name, ONE, service, standing);
    }

    @Given("a pod {name} of {word} container(s) for service {name}, which is {standing}")
    public void pod(String name, String count, String service, String standing) {
        Service of = world.services().get(service);
        services.put(name, of);
        String spec = "containers: [{name: main, ports: []}" + (count.equals(ONE) ? "]" : ", {name: aside}]");
        PodManifest manifest = PodManifest.of(name, spec)
                .listeningOn(of.targetPort())
                .readyWhile(READY)
                .neverRestarted();
        if (!standing.equals("not selected")) {
            manifest.labelled(Map.of(Services.BEHIND, service));
        }
        Pod pod = world.pods().start(world.namespace(), manifest).get(0);
        if (!standing.equals("not ready")) {
            becomeReady(pod);
        }
        if (standing.equals("ready")) {
            world.services().awaitEndpoint(of, pod);
        }
    }

    @Given(
            "a pod {name} for service {name}, which is ready, and whose probe may fail {int} times before it is no longer")
    public void forgiven(String name, String service, int failures) {
        Service of = world.services().get(service);
        services.put(name, of);
        Pod pod = world.pods()
                .start(
                        world.namespace(),
                        PodManifest.of(name, of.targetPort())
                                .readyWhile(READY)
                                .forgiven(failures)
                                .labelled(Map.of(Services.BEHIND, service)))
                .get(0);
        becomeReady(pod);
        world.services().awaitEndpoint(of, pod);
    }

    @When("pod {name} {change}")
    public void change(String name, String change) {
        Pod pod = world.pods().get(name);
        switch (change) {
            case "begins to match" ->
                world.services().label(pod, services.get(name).name());
            case "matches no longer" -> world.services().label(pod, null);
            case "becomes ready" -> becomeReady(pod);
            case "is ready no longer" -> world.files().remove(pod, last(pod), READY);
            case "fails" ->
                pod.containers().forEach(container -> world.processes().end(pod, container, 1));
            case "is started again" -> {
                world.processes().end(pod, pod.container(), 1);
                world.pods().awaitRestart(pod, pod.container());
            }
            case "is taken away" -> world.pods().delete(pod);
            default -> throw new IllegalArgumentException(change);
        }
    }

    @Given("the pods {names} for service {name}, which are ready")
    public void pods(Names names, String service) {
        Service of = world.services().get(service);
        PodManifest[] manifests = names.all().stream()
                .map(name -> PodManifest.of(name, of.targetPort())
                        .readyWhile(READY)
                        .neverRestarted()
                        .labelled(Map.of(Services.BEHIND, service)))
                .toArray(PodManifest[]::new);
        List<Pod> started = world.pods().start(world.namespace(), manifests);
        started.forEach(pod -> {
            services.put(pod.name(), of);
            becomeReady(pod);
        });
        world.services().awaitEndpoints(of, started);
    }

    @Given("a pod {name}, to whose datagrams to service {name} one of them answers")
    public void flow(String client, String name) {
        flowing = world.pods().start(world.namespace(), PodManifest.of(client)).get(0);
        answering = Eventually.eventually(
                "a pod to answer the datagrams of " + client,
                world.cluster().settings().patience(),
                () -> datagram(name).pod().orElse(""),
                pod -> !pod.isEmpty());
    }

    @When("that pod matches service {name} no longer, while the datagrams go on")
    public void leaves(String service) {
        world.services().label(world.pods().get(answering), null);
    }

    @Then("within {int} s another pod behind service {name} answers them, and that one no more")
    public void ledOn(int seconds, String name) {
        Call call = Eventually.lastSeen(
                Limit.required(Duration.ofSeconds(seconds)),
                () -> datagram(name),
                seen -> seen.answered() && !seen.pod().orElse("").equals(answering));
        List<String> later = world.caller().flow(flowing, door(name), DATAGRAMS_THAT_HOLD).stream()
                .map(each -> each.pod().orElse(each.raw()))
                .distinct()
                .toList();
        world.comparison()
                .holds(
                        "who answers the datagrams that " + flowing.name() + " goes on sending from one port",
                        "another one than " + answering + ", and that one alone",
                        call.pod().orElse(call.raw()) + ", then " + later,
                        call.answered()
                                && !later.contains(answering)
                                && later.equals(List.of(call.pod().orElse(""))));
    }

    private Call datagram(String service) {
        return world.caller().flow(flowing, door(service), 1).get(0);
    }

    private Door door(String name) {
        Service service = world.services().get(name);
        return new Door(
                service.address(), service.port(), service.ports().get(0).protocol());
    }

    @When("pod {name} connects to service {name}")
    public void connect(String client, String name) {
        // A host may still be busy learning of a service that has just been made.
        attempt = refusal(client, name, world.cluster().settings().patience(), LIMIT.time());
    }

    private Attempt refusal(String client, String name, Limit patience, Duration limit) {
        Service service = world.services().get(name);
        Pod from = world.pods().get(client);
        return Eventually.lastSeen(
                patience,
                () -> world.attempt(from, service.address(), service.port()),
                tried -> tried.refusedWithin(limit));
    }

    @Then("within 30 s service {name} refuses pod {name} within {int} s")
    public void refusesAgain(String name, String client, int seconds) {
        attempt = refusal(client, name, LIMIT, Duration.ofSeconds(seconds));
        refused(seconds);
    }

    @When("pod {name} is relabelled for service {name}")
    public void relabel(String pod, String service) {
        world.services().label(world.pods().get(pod), service);
    }

    @When("all labels of pod {name} are taken away")
    public void withoutLabels(String pod) {
        world.services().withoutLabels(world.pods().get(pod));
    }

    @Then("within {int} s service(s) {names} list(s) {names}, and no others")
    public void lists(int seconds, Names services, Names pods) {
        services.all().forEach(service -> lists(seconds, service, pods));
    }

    private void lists(int seconds, String name, Names pods) {
        lists(
                seconds,
                name,
                pods.all().stream()
                        .map(pod -> world.pods().get(pod).address())
                        .sorted()
                        .toList());
    }

    @Then("within {int} s service {name} lists nobody, and service {name} lists {names} as before")
    public void listsNobody(int seconds, String name, String other, Names pods) {
        lists(seconds, name, List.of());
        lists(seconds, other, pods);
    }

    private void lists(int seconds, String name, List<String> wanted) {
        Service service = world.services().get(name);
        world.comparison()
                .same(
                        "the endpoints of service " + name,
                        wanted,
                        Eventually.lastSeen(
                                Limit.required(Duration.ofSeconds(seconds)),
                                () -> world.services().endpoints(service),
                                wanted::equals));
    }

    @Then("the connection is refused within {int} s")
    public void refused(int seconds) {
        world.comparison()
                .holds(
                        "what becomes of a connection to a service without ready pods",
                        "refused within " + seconds + " s",
                        attempt.raw(),
                        attempt.refusedWithin(Duration.ofSeconds(seconds)));
    }

    @Then("pod {name} reaches {name} through service {name} within {int} s of its being listed as ready")
    public void reachesOnceReady(String client, String server, String name, int seconds) {
        Service service = world.services().get(name);
        Pod from = world.pods().get(client);
        Pod to = world.pods().get(server);
        becomeReady(to);
        world.services().awaitEndpoint(service, to);
        Call call = Eventually.lastSeen(
                Limit.required(Duration.ofSeconds(seconds)),
                () -> world.caller().connect(from, door(name), 1).get(0),
                Call::answered);
        world.comparison()
                .same("who answers through service " + name, server, call.pod().orElse(call.raw()));
    }

    /** A pod is ready no longer if one of its containers is not, whichever that is. */
    private static String last(Pod pod) {
        return pod.containers().get(pod.containers().size() - 1);
    }

    private void becomeReady(Pod pod) {
        for (String container : pod.containers()) {
            ExecResult written = world.files().write(pod, container, "ready", READY);
            if (!written.succeeded()) {
                throw new NotMet("pod " + pod.name() + " cannot write " + READY + ": " + written.raw());
            }
        }
    }
}
