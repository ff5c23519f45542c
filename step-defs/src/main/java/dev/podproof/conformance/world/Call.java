package dev.podproof.conformance.world;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One call that a container made, and what it heard.
 *
 * @param to the address or name that was called
 * @param tries how often it was made until it was answered or given up
 * @param heard everything that the caller's program printed
 */
public record Call(Peer from, String to, int port, String protocol, int tries, String heard) {
    private static final Pattern ANSWER = Pattern.compile("I am (\\S+)/(\\S+), you are \\[?(\\S+?)]?:\\d+(?!\\S)");

    /** What a server that takes much says, and how much it sent. */
    private static final Pattern MUCH = Pattern.compile("and sent (\\d+) bytes, and was sent (\\d+)");

    public boolean answered() {
        return ANSWER.matcher(heard).find();
    }

    /** The pod that answered. */
    public Optional<String> pod() {
        return group(1);
    }

    /** The container that answered. */
    public Optional<String> container() {
        return group(2);
    }

    /** The address at which the one that answered saw the caller. */
    public Optional<String> seenAs() {
        return group(3);
    }

    /** Whether the one of this name was sent so many bytes, and sent as many itself. */
    public boolean exchanged(String name, int least) {
        Matcher much = MUCH.matcher(heard);
        return pod().filter(name::equals).isPresent()
                && much.find()
                && Integer.parseInt(much.group(1)) >= least
                && Integer.parseInt(much.group(2)) >= least;
    }

    public String channel() {
        return protocol + " " + port;
    }

    /** What was heard, in words that fit a message. */
    public String raw() {
        return said(heard.isEmpty() ? "no answer" : "'" + heard + "'");
    }

    /** What was observed, and how often the call was made where once was not enough: a loss that tries hide is seen. */
    public String said(String observed) {
        return tries > 1 ? observed + " (at try " + tries + ")" : observed;
    }

    private Optional<String> group(int number) {
        Matcher answer = ANSWER.matcher(heard);
        return answer.find() ? Optional.of(answer.group(number)) : Optional.empty();
    }
}
