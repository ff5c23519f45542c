package dev.podproof.reference.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podproof.reference.host.Commands;
import java.util.List;

/** What iproute2's programs print with {@code -json}. */
public final class KernelJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private KernelJson() {}

    /** The things that a command lists; none if it prints nothing, as some do where they find nothing. */
    public static List<JsonNode> list(Commands commands, String... command) {
        String printed = commands.run(command);
        if (printed.isBlank()) {
            return List.of();
        }
        try {
            return JSON.readerForListOf(JsonNode.class).readValue(printed);
        } catch (JsonProcessingException cause) {
            throw new IllegalStateException("`" + String.join(" ", command) + "` printed no JSON: " + printed, cause);
        }
    }
}
