package dev.podproof.reference.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    /** The channel takes options that it does not know without a word. */
    @Test
    void the_kernel_is_told_to_ask_for_a_sign_of_life() {
        try (EventLoops loops = EventLoops.start(1)) {
            var idle = new CompletableFuture<Integer>();
            int port = loops.vertx()
                    .createHttpServer()
                    .connectionHandler(connection -> {
                        KeepAlive.watch(connection);
                        idle.complete(((ConnectionBase) connection)
                                .channelHandlerContext()
                                .channel()
                                .config()
                                .getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE)));
                    })
                    .requestHandler(request -> request.response().end())
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .actualPort();
            var answer = loops.vertx()
                    .createHttpClient()
                    .request(HttpMethod.GET, port, "127.0.0.1", "/")
                    .compose(HttpClientRequest::send)
                    .toCompletionStage()
                    .toCompletableFuture();
            assertThat(answer.join().statusCode()).isEqualTo(200);
            assertThat(idle.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(60);
        }
    }
}
