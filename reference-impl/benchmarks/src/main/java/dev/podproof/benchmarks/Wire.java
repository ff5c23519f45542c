package dev.podproof.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLSocket;

/**
 * One TLS connection that speaks as little HTTP/1.1 as a load generator needs: what the client takes, the server lacks. Not
 * thread safe.
 */
final class Wire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[64 * 1024];
    private int begin;
    private int end;
    private boolean chunked;
    private long length;

    Wire(ApiSide side) throws IOException {
        socket = (SSLSocket) side.tls()
                .createSocket(side.endpoint().getHost(), side.endpoint().getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        // At once, not with the first request: servers hang up on who takes long to introduce himself.
        socket.startHandshake();
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Sends a request and reads its whole answer, of which it gives the status. */
    int exchange(byte[] request) throws IOException {
        send(request);
        int status = head();
        skipBody();
        return status;
    }

    void send(byte[] request) throws IOException {
        out.write(request);
    }

    /** Reads an answer up to its body, and gives its status. */
    int head() throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        chunked = false;
        length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = true;
            }
        }
        return status;
    }

    /** Reads on until this text has passed by, wherever chunks begin. */
    void awaitText(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        int matched = 0;
        while (matched < wanted.length) {
            byte next = next();
            if (next == wanted[matched]) {
                matched++;
            } else {
                matched = next == wanted[0] ? 1 : 0;
            }
        }
    }

    private void skipBody() throws IOException {
        if (!chunked) {
            skip(length);
            return;
        }
        for (long size = Long.parseLong(line(), 16); size > 0; size = Long.parseLong(line(), 16)) {
            skip(size + 2);
        }
        line();
    }

    private void skip(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            if (begin == end) {
                fill();
            }
            int taken = (int) Math.min(left, end - begin);
            begin += taken;
            left -= taken;
        }
    }

    private String line() throws IOException {
        byte[] text = new byte[128];
        int used = 0;
        for (byte next = next(); next != '\n'; next = next()) {
            if (used == text.length) {
                text = Arrays.copyOf(text, 2 * used);
            }
            text[used++] = next;
        }
        return new String(text, 0, used > 0 && text[used - 1] == '\r' ? used - 1 : used, StandardCharsets.US_ASCII);
    }

    private byte next() throws IOException {
        if (begin == end) {
            fill();
        }
        return buffer[begin++];
    }

    private void fill() throws IOException {
        end = in.read(buffer);
        begin = 0;
        if (end < 0) {
            end = 0;
            throw new EOFException("the API server closed the connection");
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // What was to be measured has been.
        }
    }
}
