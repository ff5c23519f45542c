package dev.podproof.reference.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import javax.net.ssl.SSLSocket;

/** One TLS connection to a server, on which a test says what no client would, or says it by halves. */
public final class RawConnection implements AutoCloseable {

    private static final int LIMIT_MILLIS = 60_000;

    private static final int RECEIVE_BYTES = 64 * 1024;

    private final SSLSocket socket;

    /** An answer's head. */
    public record Head(int status, String text) {

        /** A header's value, empty if there is none. */
        public String header(String name) {
            return text.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private RawConnection(SSLSocket socket) {
        this.socket = socket;
    }

    public static RawConnection open(RawApi api) throws IOException {
        var socket = (SSLSocket) api.tls().getSocketFactory().createSocket();
        // The kernel would take many megabytes for a reader that does not read.
        socket.setReceiveBufferSize(RECEIVE_BYTES);
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), api.endpoint().getPort()));
        // Else it begins with the first byte that is read or written.
        socket.startHandshake();
        return new RawConnection(socket);
    }

    public RawConnection write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** The head of the next answer; its body is left. */
    public Head head() throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the server hung up after: " + text);
            }
            text.append((char) next);
        }
        return new Head(Integer.parseInt(text.substring(9, 12)), text.toString());
    }

    /** The next line. */
    public String line() throws IOException {
        var line = new StringBuilder();
        for (int next = socket.getInputStream().read(); next >= 0 && next != '\n'; ) {
            line.append((char) next);
            next = socket.getInputStream().read();
        }
        return line.toString();
    }

    /** Reads to the end, in good order or not; how many bytes there were. */
    public long drain() {
        var buffer = new byte[64 * 1024];
        long all = 0;
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                all += read;
            }
        } catch (IOException cut) {
            return all;
        }
        return all;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // As was wished.
        }
    }
}
