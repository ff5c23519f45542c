package dev.podproof.hosts.clients;

import static dev.podproof.hosts.clients.Row.works;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Commands that look into pods, or go through them. */
record StreamingCommands(Kubectl kubectl, KubernetesClient client, Path files) {
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    List<Row> rows() {
        return List.of(
                works("logs -c, --tail, --since, --timestamps, --limit-bytes", "the lines asked for", this::logs),
                works("logs -f", "goes on to the container's end, then ends", this::follow),
                works("logs -p", "of the container that ran before", this::previous),
                works("exec", "both outputs, the input's bytes, the exit code", this::exec),
                works("exec -it", "a terminal of the user's size", this::execTerminal),
                works("attach -i", "input reaches the container's own process", this::attach),
                works("run", "a pod that ends with its command's output", this::run),
                works("run -it --rm", "talks with it, then it is gone", this::runInteractive),
                works("cp", "a binary file and a folder, both ways", this::copy),
                works("port-forward", "eight connections at once to a pod's localhost", this::portForward),
                works("proxy", "a pod read through it", this::proxy));
    }

    private void logs() {
        assertThat(kubectl.run("logs", "shell", "-c", "main", "--tail=2")).isEqualTo("two\nthree\n");
        assertThat(kubectl.run("logs", "shell", "-c", "side", "--since=1h")).isEqualTo("from the side\n");
        assertThat(kubectl.run("logs", "shell", "-c", "main", "--since-time=2020-01-01T00:00:00Z", "--limit-bytes=5"))
                .isEqualTo("one\nt");
        assertThat(kubectl.run("logs", "shell", "-c", "main", "--timestamps", "--tail=1"))
                .matches("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z three\n");
        assertThat(kubectl.run("logs", "shell", "--all-containers", "--prefix"))
                .contains("[pod/shell/main] one", "[pod/shell/side] from the side");
        assertThat(kubectl.fed("", "logs", "shell", "-c", "none").refused()).contains("container none is not valid");
    }

    private void follow() {
        client.resource(Pods.running("brief", "Never", "echo begin; sleep 1; echo end")
                        .build())
                .create();
        await().atMost(Duration.ofSeconds(30)).until(() -> !phase("brief").equals("Pending"));
        assertThat(kubectl.run("logs", "-f", "brief")).isEqualTo("begin\nend\n");
    }

    private void previous() {
        await().atMost(Duration.ofSeconds(60)).until(() -> restarts("again") > 0);
        assertThat(kubectl.run("logs", "-p", "again")).isEqualTo("first words\n");
    }

    private void exec() {
        var result = kubectl.fed(
                "in\tside", "exec", "-i", "shell", "-c", "main", "--", "sh", "-c", "cat; echo oops >&2; exit 7");
        assertThat(result.out()).isEqualTo("in\tside");
        assertThat(result.err()).startsWith("oops\n");
        assertThat(result.code()).isEqualTo(7);
        assertThat(kubectl.run("exec", "shell", "-c", "side", "--", "sh", "-c", "head -c 3000000 /dev/zero"))
                .hasSize(3_000_000);
    }

    private void execTerminal() {
        var size =
                "for i in 1 2 3 4 5 6 7 8 9 10; do [ \"$(stty size)\" = \"33 101\" ] && break; sleep 0.2; done; stty size; tty";
        var result = kubectl.inTerminal(
                "", "stty rows 33 cols 101; kubectl exec -it shell -c main -- sh -c '" + size + "; exit 5'");
        assertThat(result.out()).contains("33 101\r\n", "/dev/pts/");
        assertThat(result.code()).as(result.out()).isEqualTo(5);
    }

    private void attach() {
        assertThat(kubectl.fed("to the process\n", "attach", "-i", "catcher").succeeded())
                .contains("to the process\n");
        await().atMost(Duration.ofSeconds(30)).until(() -> phase("catcher").equals("Succeeded"));
    }

    private void run() {
        kubectl.run("run", "said", "--image=busybox:1.36", "--restart=Never", "--", "echo", "done");
        await().atMost(Duration.ofSeconds(30)).until(() -> phase("said").equals("Succeeded"));
        assertThat(kubectl.run("logs", "said")).isEqualTo("done\n");
    }

    private void runInteractive() {
        var result = kubectl.inTerminal(
                "hello\n",
                "kubectl run once --image=busybox:1.36 -it --rm --restart=Never -- sh -c 'read line; echo got $line'");
        assertThat(result.out()).contains("got hello", "pod \"once\" deleted");
        assertThat(client.pods().withName("once").get()).isNull();
    }

    private void copy() throws Exception {
        var bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);
        var folder = Files.createDirectories(files.resolve("folder/deep"));
        Files.write(folder.resolve("binary"), bytes);
        Files.writeString(files.resolve("folder/text"), "text");
        kubectl.run("cp", files + "/folder", "shell:/tmp/copied", "-c", "side");
        kubectl.run("cp", files + "/folder/deep/binary", "shell:/tmp/single", "-c", "side");
        kubectl.run("cp", "shell:/tmp/copied", files + "/back", "-c", "side");
        kubectl.run("cp", "shell:tmp/single", files + "/single", "-c", "side");
        assertThat(files.resolve("back/deep/binary")).hasBinaryContent(bytes);
        assertThat(files.resolve("back/text")).hasContent("text");
        assertThat(files.resolve("single")).hasBinaryContent(bytes);
    }

    private void portForward() throws Exception {
        var forwarding = kubectl.start("port-forward", "pod/web", ":8080");
        try (var lines = forwarding.inputReader()) {
            var base = base(lines.readLine());
            assertThat(IntStream.range(0, 8).mapToObj(i -> fetch(base)).toList())
                    .extracting(CompletableFuture::join)
                    .containsOnly("hello\n");
        } finally {
            forwarding.destroy();
            forwarding.waitFor();
        }
    }

    private void proxy() throws Exception {
        var proxying = kubectl.start("proxy", "--port=0");
        try (var lines = proxying.inputReader()) {
            var base = base(lines.readLine());
            var path = "/api/v1/namespaces/" + client.getNamespace() + "/pods/shell";
            assertThat(fetch(base.resolve(path)).join()).contains("\"name\":\"shell\"");
        } finally {
            proxying.destroy();
            proxying.waitFor();
        }
    }

    private static URI base(String line) {
        var matcher = PORT.matcher(String.valueOf(line));
        assertThat(matcher.find()).as("the port is in: " + line).isTrue();
        return URI.create("http://127.0.0.1:" + matcher.group(1) + "/");
    }

    /** Over a connection of its own. */
    private static CompletableFuture<String> fetch(URI uri) {
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        return http.sendAsync(request, BodyHandlers.ofString()).thenApply(response -> response.body());
    }

    private String phase(String pod) {
        return client.pods().withName(pod).get().getStatus().getPhase();
    }

    private int restarts(String pod) {
        var statuses = client.pods().withName(pod).get().getStatus().getContainerStatuses();
        return statuses.isEmpty() ? 0 : statuses.get(0).getRestartCount();
    }
}
