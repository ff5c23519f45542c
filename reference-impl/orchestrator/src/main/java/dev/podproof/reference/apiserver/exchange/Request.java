package dev.podproof.reference.apiserver.exchange;

import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.security.auth.x500.X500Principal;

/**
 * A request. Its body is empty until it was read.
 *
 * @param path as it came, percent-encoded
 * @param rawQuery the text after the question mark, empty if there is none
 * @param headers gives a header's value by its name, null if it is absent
 * @param certificate the subject of the caller's certificate, which the cluster's authority has signed
 * @param upgrade whether the caller wants to leave HTTP (WebSocket or SPDY)
 */
@SuppressWarnings("ArrayRecordComponent") // Requests are never compared.
public record Request(
        String method,
        String path,
        String rawQuery,
        Query query,
        UnaryOperator<String> headers,
        byte[] body,
        Optional<X500Principal> certificate,
        boolean upgrade) {

    /** A header's value, empty if it is absent. */
    public String header(String name) {
        var value = headers.apply(name);
        return value == null ? "" : value;
    }

    /** The same, with its body. */
    public Request with(byte[] content) {
        return new Request(method, path, rawQuery, query, headers, content, certificate, upgrade);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
