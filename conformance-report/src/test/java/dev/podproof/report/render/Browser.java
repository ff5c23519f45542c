package dev.podproof.report.render;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven by its DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final List<String> PROGRAMS =
            List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final AtomicInteger number = new AtomicInteger();

    /** Why there is no browser here, if there is none. */
    static Optional<String> obstacle() {
        return program().isPresent()
                ? Optional.empty()
                : Optional.of("needs a browser: one of " + String.join(", ", PROGRAMS) + " on the path");
    }

    private static Optional<Path> program() {
        return PROGRAMS.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it.
     *
     * @param folder an empty one for what a browser keeps
     */
    Browser(Path folder) throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "--headless",
                        // It shows our own files alone, and refuses to start with a sandbox for root.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        HttpClient client = HttpClient.newHttpClient();
        Path port = folder.resolve("DevToolsActivePort");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(port) && Files.readString(port).contains("\n"));
        URI pages = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
        String list = client.send(HttpRequest.newBuilder(pages).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        socket = client.newWebSocketBuilder()
                .buildAsync(
                        URI.create(JSON.readTree(list)
                                .get(0)
                                .path("webSocketDebuggerUrl")
                                .asText()),
                        new Listener())
                .join();
        ask("Page.enable", Map.of());
        ask("Runtime.enable", Map.of());
    }

    /** A window of that size, on a screen or on paper, in light or dark colours. */
    void look(int width, int height, String media, String colours) {
        ask(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        ask(
                "Emulation.setEmulatedMedia",
                Map.of("media", media, "features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    void scripts(boolean run) {
        ask("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
    }

    void open(URI page) {
        ask("Page.navigate", Map.of("url", "about:blank"));
        ask("Page.navigate", Map.of("url", page.toString()));
        await().atMost(PATIENCE)
                .until(
                        () -> eval("document.readyState === 'complete' && location.href")
                                .asText(),
                        page.toString()::equals);
    }

    /** The value of an expression; of a promise, what it is kept with. */
    JsonNode eval(String expression) {
        JsonNode result =
                ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Types into what has the focus. */
    void type(String text) {
        ask("Input.insertText", Map.of("text", text));
    }

    /** Prints as a person would. */
    byte[] print() {
        return Base64.getDecoder()
                .decode(ask("Page.printToPDF", Map.of()).path("data").asText());
    }

    void photograph(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                Base64.getDecoder()
                        .decode(ask("Page.captureScreenshot", Map.of())
                                .path("data")
                                .asText()));
    }

    /** Errors that scripts threw and nobody caught. */
    List<String> errors() {
        return errors;
    }

    private JsonNode ask(String method, Map<String, ?> parameters) {
        int id = number.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        ObjectNode question = JSON.createObjectNode().put("id", id).put("method", method);
        question.set("params", JSON.valueToTree(parameters));
        socket.sendText(question.toString(), true).join();
        JsonNode message =
                answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (message.has("error")) {
            throw new IllegalStateException(method + ": " + message.path("error"));
        }
        return message.path("result");
    }

    /** Takes a message of the browser, and returns the answer that it calls for, if there is one. */
    private CompletionStage<?> hear(String text) {
        try {
            JsonNode message = JSON.readTree(text);
            if (message.has("id")) {
                CompletableFuture<JsonNode> answer =
                        asked.remove(message.path("id").asInt());
                if (answer != null) {
                    answer.complete(message);
                }
            } else if (message.path("method").asText().equals("Runtime.exceptionThrown")) {
                errors.add(message.path("params").toString());
            } else if (message.path("method").asText().equals("Page.javascriptDialogOpening")) {
                errors.add("a script asks: "
                        + message.path("params").path("message").asText());
                // Nothing goes on before somebody answers.
                return socket.sendText(
                        JSON.createObjectNode()
                                .put("id", number.incrementAndGet())
                                .put("method", "Page.handleJavaScriptDialog")
                                .set("params", JSON.createObjectNode().put("accept", false))
                                .toString(),
                        true);
            }
        } catch (IOException e) {
            errors.add("no JSON: " + text);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Puts the pieces of a message together. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
            text.append(piece);
            from.request(1);
            if (!last) {
                return CompletableFuture.completedFuture(null);
            }
            String whole = text.toString();
            text.setLength(0);
            return hear(whole);
        }
    }
}
