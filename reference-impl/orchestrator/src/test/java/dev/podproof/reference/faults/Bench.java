package dev.podproof.reference.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Handler;
import dev.podproof.reference.apiserver.exchange.Query;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.apiserver.exchange.Verdict;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerSpec.Mount;
import dev.podproof.reference.node.runtime.ContainerSpec.Namespaces;
import dev.podproof.reference.node.runtime.ContainerSpec.Privileges;
import dev.podproof.reference.node.runtime.ContainerSpec.Propagation;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import dev.podproof.reference.node.runtime.ContainerSpec.Terminal;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.node.runtime.PodNetwork;
import dev.podproof.reference.node.runtime.hollow.HollowRuntime;
import dev.podproof.reference.testing.SimulatedTime;
import dev.podproof.reference.view.ClusterView;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.security.auth.x500.X500Principal;

/** A process with one fault, whose other parts are made up: what is put in on one side is seen on the other. */
final class Bench {
    static final String USER = "";
    static final String NODE = "CN=system:node:host-1,O=system:nodes";
    static final String MASTER = "CN=system:podproof-master,O=system:masters";

    final SimulatedTime time = new SimulatedTime();
    final List<String> commands = new ArrayList<>();
    final List<ContainerSpec> made = new ArrayList<>();
    final List<String> signals = new ArrayList<>();
    final List<Request> requests = new ArrayList<>();
    final List<Runnable> late = new ArrayList<>();
    final World world = new World();
    final Faults faults;
    private final String id;

    Bench(String id) {
        this(id, "host-1", Path.of("/nowhere"));
    }

    Bench(String id, String host, Path data) {
        this.id = id;
        Commands own = this::note;
        this.faults = Faults.at(
                new Place(Optional.of(host), "192.0.2.7", "10.244.0.0/16", "10.96.0.0/16", own, data, time, late::add));
    }

    private String note(List<String> command, String input) {
        commands.add(input.isEmpty() ? String.join(" ", command) : input);
        return "";
    }

    /** From now on it is wrong. */
    Bench on() {
        faults.use(Set.of(id));
        return this;
    }

    void off() {
        faults.use(Set.of());
    }

    /** What nftables is told in place of this. */
    String nft(String script) {
        on();
        faults.before(Commands.class, this::note).run(List.of("nft", "-f", "-"), script);
        return commands.get(commands.size() - 1);
    }

    /** The rules that are there as long as the fault is. */
    String rules() {
        on();
        return commands.get(commands.size() - 1);
    }

    ContainerRuntime runtime() {
        return faults.before(ContainerRuntime.class, recording());
    }

    private ContainerRuntime recording() {
        HollowRuntime hollow = new HollowRuntime(time);
        hollow.ensureNetwork(new PodNetwork("podproof", "podproof0", "10.244.1.0/24", "10.244.1.1", 1500));
        return new RuntimeDecorator(hollow) {
            @Override
            public String create(ContainerSpec spec) {
                made.add(spec);
                return real.create(spec);
            }

            @Override
            public void signal(String id, String signal) {
                signals.add(signal + " " + real.find(id).orElseThrow().containerName());
                real.signal(id, signal);
            }
        };
    }

    /** What is made in place of this. */
    ContainerSpec make(ContainerSpec spec) {
        on();
        runtime().create(spec);
        return made.get(made.size() - 1);
    }

    /** What the second of two containers of a pod is made from. */
    ContainerSpec makeSecond(ContainerSpec second) {
        on();
        ContainerRuntime runtime = runtime();
        runtime.create(spec("first"));
        time.advance(java.time.Duration.ofSeconds(1));
        runtime.create(second);
        return made.get(made.size() - 1);
    }

    /** A document in JSON whose quotes are written as single ones. */
    static String json(String quoted) {
        return quoted.replace('\'', '"');
    }

    static JsonNode tree(String quoted) {
        return Json.parse(json(quoted).getBytes(StandardCharsets.UTF_8));
    }

    static ContainerSpec spec(String container) {
        return spec(container, 0, List.of(), List.of(), Resources.UNLIMITED);
    }

    static ContainerSpec spec(
            String container, int restarts, List<String> environment, List<Mount> mounts, Resources resources) {
        boolean sandbox = container.equals(Labels.SANDBOX);
        return new ContainerSpec(
                "k8s_" + container + "_" + restarts,
                "image",
                List.of("serve"),
                List.of(),
                environment,
                Optional.empty(),
                Optional.empty(),
                Map.of(
                        Labels.CONTAINER,
                        container,
                        Labels.POD_UID,
                        "uid",
                        Labels.POD_NAME,
                        "pod",
                        Labels.POD_NAMESPACE,
                        "space",
                        Labels.RESTART_COUNT,
                        String.valueOf(restarts),
                        Labels.SANDBOX_ID,
                        sandbox ? "" : "hollow-1"),
                new Namespaces(sandbox ? "podproof" : "container:hollow-1", "", "", Map.of()),
                mounts,
                List.of(),
                resources,
                Privileges.DEFAULT,
                Terminal.NONE);
    }

    static ContainerSpec mounting(String container, int restarts, Mount... mounts) {
        return spec(container, restarts, List.of(), List.of(mounts), Resources.UNLIMITED);
    }

    static Mount mount(String source, String target) {
        return new Mount(source, target, false, Propagation.PRIVATE);
    }

    static List<String> sources(ContainerSpec spec) {
        return spec.mounts().stream().map(Mount::source).toList();
    }

    /** What the server is told when somebody sends this. */
    JsonNode told(String who, String method, String path, String body) {
        send(who, method, path, body, "{}");
        return Json.parse(requests.get(requests.size() - 1).body());
    }

    /** What somebody is shown when the server says this. */
    JsonNode shown(String who, String path, String answer) {
        return Json.parse(body(send(who, "GET", path, "", answer)));
    }

    Reply send(String who, String method, String path, String body, String answer) {
        return send(who, method, path, body, 200, answer);
    }

    Reply send(String who, String method, String path, String body, int status, String answer) {
        on();
        Answers server = request -> {
            requests.add(request);
            return CompletableFuture.completedStage(Reply.json(status, answer.getBytes(StandardCharsets.UTF_8)));
        };
        return Answers.of(faults.front(serving(server)))
                .handle(request(who, method, path, body))
                .toCompletableFuture()
                .join();
    }

    /** A server that lets everybody in. */
    static Handler serving(Answers answers) {
        return head -> new Verdict.Allowed("somebody", Long.MAX_VALUE, answers::handle);
    }

    static Request request(String who, String method, String path, String body) {
        String[] parts = path.split("\\?", 2);
        String query = parts.length == 1 ? "" : parts[1];
        return new Request(
                method,
                parts[0],
                query,
                Query.parse(query),
                name -> null,
                body.getBytes(StandardCharsets.UTF_8),
                who.isEmpty() ? Optional.empty() : Optional.of(new X500Principal(who)),
                false);
    }

    static byte[] body(Reply reply) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ((Reply.Whole) reply).chunks().forEach(body::writeBytes);
        return body.toByteArray();
    }

    static int status(Reply reply) {
        return ((Reply.Whole) reply).status();
    }

    /** What a component sees of the world. */
    ClusterView view(Part part) {
        return faults.view(part, world);
    }
}
