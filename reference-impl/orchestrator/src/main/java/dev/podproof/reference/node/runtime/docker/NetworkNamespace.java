package dev.podproof.reference.node.runtime.docker;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeFailure.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The network of a container, seen from inside. A thread can enter it, and a socket belongs for good to the network that its maker was
 * in: no process has to run there, and nothing copies the bytes once more (docs/adr/0019).
 */
final class NetworkNamespace implements AutoCloseable {
    private static final int READ_ONLY = 0;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NEW_NETWORK = 0x40000000;

    private final int descriptor;

    private NetworkNamespace(int descriptor) {
        this.descriptor = descriptor;
    }

    /** The one that the process is in now, whatever becomes of it. Throws {@link RuntimeFailure} if there is no such process. */
    static NetworkNamespace ofProcess(long pid) {
        try {
            return new NetworkNamespace(Linux.CALLS.open("/proc/" + pid + "/ns/net", READ_ONLY | CLOSE_ON_EXEC));
        } catch (LastErrorException gone) {
            throw new RuntimeFailure(Reason.CONFLICT, "the container's network is gone", gone);
        }
    }

    /** Connects to a port on the network's loopback address. Throws {@link RuntimeFailure} if nobody listens there. */
    SocketChannel connect(int port) {
        CompletableFuture<SocketChannel> connected = new CompletableFuture<>();
        // A thread of its own, which never comes back from there.
        Thread thread = new Thread(
                () -> {
                    try {
                        Linux.CALLS.setns(descriptor, NEW_NETWORK);
                        connected.complete(dial(port));
                    } catch (IOException | RuntimeException | LinkageError failed) {
                        connected.completeExceptionally(failed);
                    }
                },
                "dial");
        thread.setDaemon(true);
        thread.start();
        try {
            return connected.join();
        } catch (CompletionException failed) {
            String words = failed.getCause().getMessage();
            throw new RuntimeFailure(Reason.FAILED, "cannot connect to port " + port + ": " + words, failed.getCause());
        }
    }

    @Override
    public void close() {
        Linux.CALLS.close(descriptor);
    }

    /** What listens on either of the two loopback addresses is localhost. */
    private static SocketChannel dial(int port) throws IOException {
        try {
            return dial(StandardProtocolFamily.INET, "127.0.0.1", port);
        } catch (ConnectException refused) {
            try {
                return dial(StandardProtocolFamily.INET6, "::1", port);
            } catch (IOException | UnsupportedOperationException neither) {
                refused.addSuppressed(neither);
                throw refused;
            }
        }
    }

    private static SocketChannel dial(StandardProtocolFamily family, String address, int port) throws IOException {
        SocketChannel channel = SocketChannel.open(family);
        try {
            channel.connect(new InetSocketAddress(address, port));
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private interface Linux extends Library {
        Linux CALLS = Native.load("c", Linux.class);

        int open(String path, int flags) throws LastErrorException;

        int setns(int namespace, int type) throws LastErrorException;

        int close(int descriptor) throws LastErrorException;
    }
}
