package dev.podproof.conformance.subject;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigClusterTest {
    @TempDir
    private Path folder;

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = folder.resolve("nothing");

        opening(missing, Optional.empty())
                .hasMessage("kubeconfig " + missing + ": no such file; name another with --kubeconfig");
    }

    @Test
    void aFileThatIsNoKubeconfigIsNamed() throws IOException {
        opening(file("just: [words"), Optional.empty())
                .hasMessageContaining("cannot be understood")
                .hasMessageNotContaining("\n");
    }

    @Test
    void anUnknownContextIsNamed() throws IOException {
        opening(file(kubeconfig(1)), Optional.of("elsewhere"))
                .hasMessageContaining("has no context 'elsewhere'; name one with --context");
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        opening(file(kubeconfig(free)), Optional.empty())
                .hasMessageStartingWith("nothing usable answers at https://127.0.0.1:" + free)
                .hasMessageContaining("refused");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> opening(Path kubeconfig, Optional<String> context) {
        return assertThatThrownBy(() ->
                        KubeconfigCluster.open(kubeconfig, context, Settings.defaults(), Machines.none(), line -> {}))
                .isInstanceOf(SubjectUnreachable.class);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), content);
    }

    private static String kubeconfig(int port) {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d"}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: here, context: {cluster: c, user: u}}]
                current-context: here
                """.formatted(port);
    }
}
