package dev.podproof.conformance.subject;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A unix socket in a directory that this user alone may enter. Each connection to it becomes one run of a command, whose standard streams
 * carry the connection on, the way {@code docker system dial-stdio} does.
 */
final class StdioSocket implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final Path path;
    private final ServerSocketChannel server;
    private final List<String> command;

    private StdioSocket(Path path, ServerSocketChannel server, List<String> command) {
        this.path = path;
        this.server = server;
        this.command = command;
    }

    static StdioSocket open(String host, List<String> command) {
        try {
            // Made with mode 0700. A socket's path has to be short: about 100 characters in all.
            Path path = Files.createTempDirectory("podproof-").resolve("docker.sock");
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
            StdioSocket socket = new StdioSocket(path, server, command);
            Local.thread(host, socket::accept);
            return socket;
        } catch (IOException e) {
            throw new HostLost(
                    "no socket can be made for the Docker Engine of host " + host + ": " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
            Files.deleteIfExists(path.getParent());
        } catch (IOException e) {
            throw new HostLost("the socket " + path + " cannot be removed: " + e.getMessage(), e);
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                Process process = Local.start(command);
                Local.thread("to", () -> carryTo(connection, process));
                Local.thread("from", () -> carryFrom(process, connection));
                // Its words are of no use here, and must not fill its pipe either.
                Local.thread("errors", () -> drain(process.getErrorStream()));
            }
        } catch (IOException | HostLost e) {
            // The socket was closed; or the command is not there, which whoever connects learns by the end of the
            // connection.
        }
    }

    /** What the client says goes to the command; the client's end is passed on, and the command may still have something to say. */
    private static void carryTo(SocketChannel connection, Process process) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (OutputStream out = process.getOutputStream()) {
            while (connection.read(buffer.clear()) >= 0) {
                out.write(buffer.array(), 0, buffer.position());
                out.flush();
            }
        } catch (IOException e) {
            process.destroy();
        }
    }

    /** The command's end is the connection's. */
    private static void carryFrom(Process process, SocketChannel connection) {
        byte[] buffer = new byte[BUFFER];
        try (connection;
                InputStream in = process.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read);
                while (rest.hasRemaining()) {
                    connection.write(rest);
                }
            }
        } catch (IOException e) {
            // The client hung up.
        } finally {
            process.destroy();
        }
    }

    private static void drain(InputStream stream) {
        try {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // It ended.
        }
    }
}
