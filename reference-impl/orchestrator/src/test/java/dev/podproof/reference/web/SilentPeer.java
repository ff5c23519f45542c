package dev.podproof.reference.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.web.KeepAlive.Signs;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;

/**
 * Two programs for network namespaces. {@code serve ADDRESS PORT} never ends an answer: to {@code /silence} it says nothing, to
 * {@code /words} it goes on for ever; it prints who comes and goes. {@code ask ADDRESS PORT} asks for both, and stays.
 */
final class SilentPeer {
    private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

    private SilentPeer() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[2]);
        if (arguments[0].equals("serve")) {
            serve(arguments[1], port);
        } else {
            try (Socket silence = ask(arguments[1], port, "/silence");
                    Socket words = ask(arguments[1], port, "/words")) {
                while (words.getInputStream().read() >= 0 && silence.isConnected()) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private static Socket ask(String address, int port, String path) throws IOException {
        Socket socket = new Socket(address, port);
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
        return socket;
    }

    private static void serve(String address, int port) throws IOException {
        try (EventLoops loops = EventLoops.start(1)) {
            loops.vertx()
                    .createHttpServer()
                    .connectionHandler(connection -> KeepAlive.watch(connection, new Signs(1, 1, 2)))
                    .requestHandler(request -> {
                        OUT.println("came: " + request.path());
                        request.connection().closeHandler(gone -> OUT.println("went: " + request.path()));
                        if (request.path().equals("/words")) {
                            request.response().setChunked(true);
                            loops.vertx()
                                    .setPeriodic(50, tick -> request.response().write(Buffer.buffer("word\n")));
                        }
                    })
                    .listen(port, address)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            OUT.println("ready");
            // Until the test ends the process.
            int unused = System.in.read();
        }
    }
}
