package dev.podproof.conformance.world;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Many connections that one container made, one after the other, and how many of them a retry would have hidden the loss of.
 *
 * @param made how many
 * @param answered by the one that was called
 * @param second how many took a second packet to begin; empty where the kernel does not tell
 */
public record FirstTries(Peer from, int made, int answered, OptionalInt second) {
    /** Of so many one may be lost: a busy machine is no broken network. */
    private static final int ONE_OF = 50;

    static FirstTries make(Shell shell, Peer from, List<? extends Peer> servers, int port, int times) {
        List<String> arguments = new ArrayList<>(List.of(String.valueOf(times)));
        servers.forEach(server -> arguments.addAll(List.of(server.name(), server.address(), String.valueOf(port))));
        return parse(
                from,
                shell.run(from, from.container(), Programs.FIRST_TRIES, arguments.toArray(String[]::new))
                        .out());
    }

    /** Reads what {@link Programs#FIRST_TRIES} prints. */
    static FirstTries parse(Peer from, String printed) {
        String[] words = printed.strip().split("\\s+", -1);
        if (words.length < 2) {
            throw new IllegalStateException("Connections of " + from.name() + " left " + printed);
        }
        return new FirstTries(
                from,
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                words.length > 2 ? OptionalInt.of(Integer.parseInt(words[2])) : OptionalInt.empty());
    }

    /** Whether all were answered, and next to none needed a second try. */
    public boolean wentWell() {
        return made > 0 && answered == made && second.orElse(0) <= made / ONE_OF;
    }

    public String raw() {
        return answered + " of " + made + " answered, "
                + (second.isPresent()
                        ? second.getAsInt() + " of them at a second try"
                        : "the kernel counts no second tries");
    }
}
