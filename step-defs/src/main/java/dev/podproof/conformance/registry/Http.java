package dev.podproof.conformance.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.registry.Registry.Found;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.Shell;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** HTTP as far as netcat speaks it: wget of the pods' image knows GET and POST alone. */
final class Http {
    /**
     * Defines {@code http METHOD ADDRESS PORT PATH BODY}, which prints the answer with its headers. The request is sent by a program behind the
     * connection, because servers take the end of netcat's input for the client's going away. A server that neither answers nor hangs up is left.
     */
    static final String FUNCTION = """
            http() {
              timeout 10 nc -w 3 $2 $3 -e sh -c 'printf "%s %s HTTP/1.0\\r\\nHost: registry\\r\\nContent-Length: %d\\r\\n\\r\\n%s" \\
                "$1" "$2" ${#3} "$3"; exec cat >&2' http "$1" "$4" "$5" 2>&1
            }
            """;

    private Http() {}

    /** A program that has {@code http}, and finds the pod's name and the store's address as {@code $1} and {@code $2}. */
    static String registering(String program, String pod, String address) {
        return "set -- " + pod + " " + address + "\n" + FUNCTION + program;
    }

    /** The document that a store answers to one request of a pod, or everything that was heard instead. */
    static Answer ask(Shell shell, Pod from, String method, String address, int port, String path, String body) {
        String heard = shell.run(
                        from,
                        from.container(),
                        FUNCTION + "http \"$@\"",
                        method,
                        address,
                        String.valueOf(port),
                        path,
                        body)
                .out();
        int end = heard.indexOf("\r\n\r\n");
        boolean good = heard.matches("(?s)HTTP/1\\.\\d 200 .*") && end > 0;
        return new Answer(
                good ? Optional.of(Documents.json(heard.substring(end).strip())) : Optional.empty(), heard.strip());
    }

    /** An answer's document, where it was a good one. */
    record Answer(Optional<JsonNode> document, String heard) {
        /** What the document says of who is registered where; nothing where it was no good one. */
        Found found(Function<JsonNode, Map<String, String>> addresses) {
            return document.map(good -> new Found(true, addresses.apply(good), heard))
                    .orElse(Found.nothing(heard));
        }
    }
}
