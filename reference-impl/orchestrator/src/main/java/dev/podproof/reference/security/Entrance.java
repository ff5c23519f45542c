package dev.podproof.reference.security;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** Lets hosts into a cluster: hands out tickets, and certificates to those who show one. Holds the authority's key. */
public final class Entrance {

    /** A node's name is a DNS subdomain (RFC 1123). */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private final Authority authority;
    private final Clock clock;

    private Entrance(Authority authority, Clock clock) {
        this.authority = authority;
        this.clock = clock;
    }

    /**
     * Takes the authority as the master's files hold it, PEM.
     *
     * @throws IllegalArgumentException if these are no certificate and key
     */
    public static Entrance of(String certificate, String key, Clock clock) {
        return new Entrance(Authority.of(certificate, key, clock), clock);
    }

    /**
     * A ticket for one host.
     *
     * @param node the name that the host will have as a node, and no other
     * @param server where that host reaches the API server
     * @throws IllegalArgumentException if a node can't have that name
     */
    public JoinTicket ticket(String node, URI server, Duration validity) {
        if (!NAME.matcher(node).matches()) {
            throw new IllegalArgumentException("'" + node + "' can't name a node: it takes a-z, 0-9, '-' and '.'");
        }
        return JoinTicket.issue(node, server, clock.instant().plus(validity), authority);
    }

    /**
     * A node's certificates for a key that stays with it, {@code server} and {@code client}, PEM.
     *
     * @param request a PKCS #10 certification request (RFC 2986), PEM, which shows that the caller has the key
     * @throws IllegalArgumentException if the ticket is not good, or the request is none; the message says which
     */
    public Map<String, String> admit(String ticketText, String request) {
        var ticket = goodTicket(ticketText);
        var key = keyOf(request);
        var user = "system:node:" + ticket.node();
        Map<String, String> certificates = new LinkedHashMap<>();
        certificates.put("server", Credential.pem(authority.server(key, user, "system:nodes", Set.of(ticket.node()))));
        certificates.put("client", Credential.pem(authority.client(key, user, "system:nodes")));
        return certificates;
    }

    /**
     * The user whom a ticket is for.
     *
     * @throws IllegalArgumentException if it is not good; the message says why
     */
    public String host(String ticketText) {
        return "system:node:" + goodTicket(ticketText).node();
    }

    private JoinTicket goodTicket(String ticketText) {
        var ticket = JoinTicket.parse(ticketText);
        if (!ticket.isOf(authority.certificatePem())) {
            throw new IllegalArgumentException("the join ticket is of another cluster, or was changed");
        }
        if (!clock.instant().isBefore(ticket.expires())) {
            throw new IllegalArgumentException("the join ticket for " + ticket.node() + " was good until "
                    + ticket.expires() + "; get another with podproof host join-command");
        }
        return ticket;
    }

    private static PublicKey keyOf(String request) {
        try {
            var read = new JcaPKCS10CertificationRequest(Pem.content(request));
            var key = read.getPublicKey();
            if (!read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new IllegalArgumentException("the certification request is not signed with its own key");
            }
            return key;
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException wrong) {
            throw new IllegalArgumentException("this is no certification request in PKCS #10 and PEM", wrong);
        }
    }
}
