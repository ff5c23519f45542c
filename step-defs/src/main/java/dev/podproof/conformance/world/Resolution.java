package dev.podproof.conformance.world;

import dev.podproof.conformance.probe.DnsMessages;
import dev.podproof.conformance.probe.DnsMessages.Reply;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the name server of a pod answered to one question that the pod sent.
 *
 * @param asked name and type of the records, and the protocol
 * @param reply empty when no answer came, or none that could be read
 * @param received what came, in hexadecimal digits
 */
public record Resolution(String asked, Optional<Reply> reply, String received) {
    /** Over TCP a message comes with its length in front of it. */
    private static final int LENGTH = 2;

    static Resolution ask(Shell shell, Pod pod, String name, String type, String protocol) {
        byte[] question = DnsMessages.question(name, type);
        byte[] sent = protocol.equals("TCP") ? withLength(question) : question;
        String received = shell.run(pod, pod.container(), Programs.ASK, protocol, Shell.escaped(sent))
                .out()
                .replaceAll("\\s", "");
        byte[] bytes = HexFormat.of().parseHex(received);
        byte[] answer = protocol.equals("TCP") && bytes.length > LENGTH
                ? Arrays.copyOfRange(bytes, LENGTH, bytes.length)
                : bytes;
        return new Resolution(
                type + " records of " + name + " over " + protocol, DnsMessages.reply(question, answer), received);
    }

    /** The data of the records; none when there was no answer. */
    public Set<String> data() {
        return reply.<Set<String>>map(answer -> new TreeSet<>(answer.data())).orElse(Set.of());
    }

    public boolean answered() {
        return reply.isPresent();
    }

    /** Whether the server said that there is no such name. */
    public boolean unknown() {
        return reply.filter(answer -> answer.code().equals("NXDOMAIN")).isPresent();
    }

    /** The answer in words. */
    public String raw() {
        return reply.map(answer -> answer.code() + " " + data())
                .orElse(received.isEmpty() ? "no answer" : "no answer that can be read: " + received);
    }

    private static byte[] withLength(byte[] message) {
        byte[] framed = new byte[message.length + LENGTH];
        framed[0] = (byte) (message.length >> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, LENGTH, message.length);
        return framed;
    }
}
