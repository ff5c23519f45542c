package dev.podproof.hosts.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.SharedCluster;
import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real kubectl tries every command that people use, and docs/clients.md says what became of it. Where that has changed the
 * last test fails and names the file to put there.
 */
@ExtendWith(SharedCluster.class)
class KubectlIT {
    private static final Path COMMITTED = Path.of("../../docs/clients.md");
    private static final Path SEEN = Path.of("target/clients.md");

    private final KubernetesClient client;
    private final Path kubeconfig;
    private final List<String> lines = new ArrayList<>();

    KubectlIT(ReferenceCluster cluster, KubernetesClient client) {
        this.client = client;
        this.kubeconfig = cluster.kubeconfig();
    }

    @BeforeEach
    void pods() {
        client.resource(Pods.shell("shell").build()).create();
        client.resource(Pods.localWeb("web").build()).create();
        client.resource(Pods.running("again", "Always", "echo first words; exit 1")
                        .build())
                .create();
        client.resource(Pods.running("catcher", "Never", "cat")
                        .editSpec()
                        .editFirstContainer()
                        .withStdin(true)
                        .withStdinOnce(true)
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        Pods.awaitReady(client, "shell", "web", "catcher");
    }

    @TestFactory
    Stream<DynamicTest> commands(@TempDir Path home) throws IOException {
        var binary = KubectlBinary.find(Engine.connect(Environment.detect()).client(), home);
        var kubectl = new Kubectl(binary, kubeconfig, home, client.getNamespace());
        var rows = Stream.of(
                        new WritingCommands(kubectl, client).rows(),
                        new ReadingCommands(kubectl, client).rows(),
                        new StreamingCommands(kubectl, client, home).rows(),
                        new NodeCommands(kubectl, client).rows())
                .flatMap(List::stream)
                .map(row -> DynamicTest.dynamicTest("kubectl " + row.command(), () -> attempt(row)));
        return Stream.concat(
                rows, Stream.of(DynamicTest.dynamicTest("docs/clients.md says so", () -> compare(binary))));
    }

    private void attempt(Row row) throws Exception {
        lines.add(row.markdown(row.attempt().run()));
    }

    private void compare(Path binary) throws IOException {
        Files.writeString(SEEN, page(KubectlBinary.version(binary)));
        assertThat(rows(COMMITTED))
                .as(
                        "what docs/clients.md says of kubectl; if what was seen now is right, copy %s over it",
                        SEEN.toAbsolutePath().normalize())
                .isEqualTo(rows(SEEN));
    }

    /** Without the version, which is the machine's. */
    private static List<String> rows(Path page) throws IOException {
        if (Files.notExists(page)) {
            return List.of();
        }
        try (var all = Files.lines(page)) {
            return all.filter(line -> line.startsWith("| `")).toList();
        }
    }

    private String page(String version) {
        return """
                # What real clients do with the reference

                Made by a test, `KubectlIT`, which runs the real kubectl against a cluster of two hosts and looks at what each command
                did, not only at its exit code. The test fails when this page no longer says what it saw.

                kubectl %s

                | command | what was looked for | outcome |
                |---|---|---|
                %s

                Libraries: `Fabric8ClientIT` and `OfficialClientIT` do the same with fabric8's client and with the official one
                (io.kubernetes:client-java): create, informer, patch, exec, port-forward, logs.

                Roles: `kubectl get clusterroles` never reaches the server, since kubectl itself says that there is no such resource type. Listing
                RBAC's kinds in discovery would bring it the server's sentence, and was decided against: charts and tools take a listed group for
                one that works, and would make roles that nobody heeds, where they now do without. Who does reach the server is told how rights are
                given: `kubectl create clusterrole`, `kubectl get --raw /apis/rbac.authorization.k8s.io/v1/clusterroles`. `kubectl auth can-i` answers.

                Tried by hand, beyond the list: `kubectl debug` is refused (ephemeral containers are not offered), `kubectl create token` and
                `kubectl auth whoami` too.
                """.formatted(version, String.join("\n", lines));
    }
}
