package dev.podproof.reference.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/**
 * What a host shows to become the node that the ticket names (docs/adr/0027): signed by the cluster's authority and good for a while. It also
 * carries that authority's certificate, so that the host knows the master when it meets it.
 *
 * @param join which of the joins by this name it is for: it is good until that one, or a later one, is made (docs/adr/0043)
 * @param server where the API server is reached
 * @param authority the authority's certificate, PEM
 */
public record JoinTicket(String node, long join, URI server, Instant expires, String authority, String signature) {

    private static final int PARTS = 6;

    static JoinTicket issue(String node, long join, URI server, Instant expires, Authority authority) {
        var unsigned = new JoinTicket(node, join, server, expires, authority.certificatePem(), "");
        var signature = Base64.getEncoder().encodeToString(authority.sign(unsigned.signed()));
        return new JoinTicket(node, join, server, expires, unsigned.authority(), signature);
    }

    /**
     * Reads what {@link #text()} wrote.
     *
     * @throws IllegalArgumentException if it is no ticket; the message does not show it
     */
    public static JoinTicket parse(String text) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(text.strip()), UTF_8).split("\n", PARTS);
            return new JoinTicket(
                    parts[0],
                    Long.parseLong(parts[1]),
                    URI.create(parts[2]),
                    Instant.ofEpochSecond(Long.parseLong(parts[3])),
                    parts[5],
                    parts[4]);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException wrong) {
            throw new IllegalArgumentException(
                    "this is no join ticket, or it was cut off; get one with podproof host join-command", wrong);
        }
    }

    /** One word of letters, digits, {@code -} and {@code _}: a secret, as long as it is good. */
    public String text() {
        var lines = String.join(
                "\n",
                node,
                String.valueOf(join),
                server.toString(),
                String.valueOf(expires.getEpochSecond()),
                signature,
                authority);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(lines.getBytes(UTF_8));
    }

    /** Whether the owner of that certificate has signed it. */
    boolean isOf(String authorityPem) {
        return authority.equals(authorityPem)
                && Pem.verify(
                        Pem.certificate(authorityPem).getPublicKey(),
                        signed(),
                        Base64.getDecoder().decode(signature));
    }

    private byte[] signed() {
        return ("podproof join\n" + node + "\n" + join + "\n" + expires.getEpochSecond()).getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return "JoinTicket[" + node + " at " + server + " until " + expires + "]";
    }
}
