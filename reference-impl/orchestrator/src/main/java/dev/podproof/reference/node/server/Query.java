package dev.podproof.reference.node.server;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The options of a request. Each getter throws {@link Refused} for a value that makes no sense. */
record Query(MultiMap values) {
    private static final int LAST_PORT = 65_535;
    /** Two channels for each, and a channel's number is a byte. */
    private static final int MOST_PORTS = 64;

    List<String> all(String name) {
        return values.getAll(name);
    }

    /** True if set under any of these names: the API and the node's own protocol differ in some. */
    boolean flag(String... names) {
        return Stream.of(names)
                .map(values::get)
                .filter(Objects::nonNull)
                .anyMatch(value -> value.equals("true") || value.equals("1"));
    }

    Optional<Long> number(String name, long least) {
        String text = values.get(name);
        if (text == null) {
            return Optional.empty();
        }
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw Refused.badRequest(name + " must be a number, not \"" + text + "\"");
        }
        if (number < least) {
            throw Refused.badRequest(name + " must be at least " + least + ", not " + text);
        }
        return Optional.of(number);
    }

    /** The ports to forward, of which there is at least one. */
    List<Integer> ports() {
        List<Integer> ports = Stream.concat(all("ports").stream(), all("port").stream())
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(Query::port)
                .toList();
        if (ports.isEmpty() || ports.size() > MOST_PORTS) {
            throw Refused.badRequest("ports must name 1 to " + MOST_PORTS + " ports, not " + ports.size());
        }
        return ports;
    }

    /** A port's number. */
    static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= LAST_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below.
        }
        throw Refused.badRequest("a port must be a number from 1 to " + LAST_PORT + ", not \"" + text + "\"");
    }

    Optional<Instant> time(String name) {
        String text = values.get(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException noTime) {
            throw Refused.badRequest(name + " must be a time as in 2026-01-31T12:00:00Z, not \"" + text + "\"");
        }
    }
}
