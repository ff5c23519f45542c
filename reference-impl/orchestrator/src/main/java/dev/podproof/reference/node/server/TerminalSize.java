package dev.podproof.reference.node.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** How large a client's terminal is, in characters. */
record TerminalSize(int columns, int rows) {
    /** As the kernel counts them. */
    private static final int MOST = 65_535;

    /** Empty if the client's words make no sense, which then change nothing. */
    static Optional<TerminalSize> parse(Buffer json) {
        try {
            return Json.decodeValue(json) instanceof JsonObject size
                    ? of(size.getValue("Width"), size.getValue("Height"))
                    : Optional.empty();
        } catch (DecodeException noJson) {
            return Optional.empty();
        }
    }

    private static Optional<TerminalSize> of(Object width, Object height) {
        return width instanceof Integer columns && height instanceof Integer rows && fits(columns) && fits(rows)
                ? Optional.of(new TerminalSize(columns, rows))
                : Optional.empty();
    }

    private static boolean fits(int length) {
        return length >= 1 && length <= MOST;
    }
}
