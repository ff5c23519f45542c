package dev.podproof.conformance.subject;

import java.util.List;
import java.util.stream.Stream;

/**
 * How this machine reaches and moves one host: commands with their arguments.
 *
 * @param run runs, on the host, the words that are put behind it, with the standard streams of both ends joined
 */
public record HostCommands(
        List<String> run, List<String> stop, List<String> start, List<String> cutOff, List<String> heal) {
    /** The device of the hosts' network, and an own table or own first rules that drop whatever passes it; forwarded packets too. */
    private static final String CUT_OFF = """
            device=$(ip route show default | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p' | head -n 1)
            if command -v nft > /dev/null; then
              nft -f - <<END
            table inet podproof_cut
            delete table inet podproof_cut
            table inet podproof_cut {
              chain in { type filter hook prerouting priority -500; iifname "$device" drop; }
              chain out { type filter hook postrouting priority -500; oifname "$device" drop; }
            }
            END
            else
              iptables -w -t raw -I PREROUTING -i "$device" -j DROP
              iptables -w -t mangle -I POSTROUTING -o "$device" -j DROP
            fi
            """;

    private static final String HEAL = """
            device=$(ip route show default | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p' | head -n 1)
            if command -v nft > /dev/null; then
              nft -f - <<END
            table inet podproof_cut
            delete table inet podproof_cut
            END
            else
              while iptables -w -t raw -D PREROUTING -i "$device" -j DROP 2> /dev/null; do :; done
              while iptables -w -t mangle -D POSTROUTING -o "$device" -j DROP 2> /dev/null; do :; done
            fi
            """;

    public HostCommands {
        run = List.copyOf(run);
        stop = List.copyOf(stop);
        start = List.copyOf(start);
        cutOff = List.copyOf(cutOff);
        heal = List.copyOf(heal);
    }

    /**
     * A host that is a container.
     *
     * @param docker the docker command, with whatever options lead it to the Engine that runs the container
     */
    public static HostCommands ofContainer(List<String> docker, String container) {
        List<String> run = with(docker, "exec", "-i", container);
        return new HostCommands(
                run,
                with(docker, "kill", container),
                with(docker, "start", container),
                with(run, "sh", "-ec", CUT_OFF),
                with(run, "sh", "-ec", HEAL));
    }

    /** The command that carries a connection to the host's Docker Engine over its standard streams. */
    List<String> dial() {
        return with(run, "docker", "system", "dial-stdio");
    }

    /** A shell on the host that reads what to do from its input: so no word of it is ever taken apart on the way. */
    List<String> shell() {
        return with(run, "sh", "-s");
    }

    private static List<String> with(List<String> words, String... more) {
        return Stream.concat(words.stream(), Stream.of(more)).toList();
    }
}
