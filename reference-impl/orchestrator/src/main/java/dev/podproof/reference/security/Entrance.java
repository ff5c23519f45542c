package dev.podproof.reference.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Names;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * Lets hosts into a cluster: hands out tickets, and certificates to those who show one. Holds the authority's key, and remembers nothing:
 * which joins were made, whoever asks has to know.
 */
public final class Entrance {

    /** What every machine takes for itself, and what the cluster's own DNS answers for. */
    private static final List<String> RESERVED = List.of("localhost", "svc", "cluster.local");

    /** A part of a numeric address, in any of the forms that programs read: 127.1 and 0x7f.1 are 127.0.0.1 to some. */
    private static final Pattern NUMERIC = Pattern.compile("(\\d+|0x[0-9a-f]*)");

    private static final int KEY_BITS = 256;

    private final Authority authority;
    private final Set<String> taken;
    private final Clock clock;

    private Entrance(Authority authority, Set<String> taken, Clock clock) {
        this.authority = authority;
        this.taken = Set.copyOf(taken);
        this.clock = clock;
    }

    /**
     * Takes the authority as the master's files hold it, PEM.
     *
     * @param server the API server's own certificate: no host may be called by one of its names
     * @throws IllegalArgumentException if these are no certificates and key
     */
    public static Entrance of(String certificate, String key, String server, Clock clock) {
        return new Entrance(Authority.of(certificate, key, clock), namesOf(server), clock);
    }

    private static Set<String> namesOf(String server) {
        Set<String> names = new HashSet<>();
        try {
            var alternatives = Pem.certificate(server).getSubjectAlternativeNames();
            if (alternatives != null) {
                // Each is a pair: what kind of name it is, and the name.
                alternatives.forEach(pair -> names.add(String.valueOf(pair.get(1))));
            }
        } catch (CertificateParsingException wrong) {
            throw new IllegalArgumentException("the API server's certificate names nobody that can be read", wrong);
        }
        return names;
    }

    /**
     * A ticket for one host.
     *
     * @param node the name that the host will have as a node, and no other
     * @param join which of the joins by that name it is for
     * @param server where that host reaches the API server
     * @throws IllegalArgumentException if no node can have that name; the message says why
     */
    public JoinTicket ticket(String node, long join, URI server, Duration validity) {
        requireFree(node);
        return JoinTicket.issue(node, join, server, clock.instant().plus(validity), authority);
    }

    /** A host has a certificate to serve under its name: by another's, it could pass for that. */
    private void requireFree(String node) {
        Names.subdomainProblem(node).ifPresent(wrong -> {
            throw new IllegalArgumentException("'" + node + "' can't name a node: " + wrong);
        });
        boolean reserved = taken.contains(node)
                || RESERVED.stream().anyMatch(name -> node.equals(name) || node.endsWith("." + name))
                || node.startsWith("kubernetes.");
        if (reserved) {
            throw new IllegalArgumentException(
                    "'" + node + "' can't name a node: the API server, or the cluster itself, is reached by that name");
        }
        var last = node.substring(node.lastIndexOf('.') + 1);
        if (Ipv4Address.of(node).isPresent() || NUMERIC.matcher(last).matches()) {
            throw new IllegalArgumentException("'" + node + "' can't name a node: it could be taken for an address");
        }
    }

    /**
     * What a ticket says, once it is known to be one of this cluster and good for now.
     *
     * @throws IllegalArgumentException if it is not; the message says why
     */
    public JoinTicket verified(String ticketText) {
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

    /**
     * A node's certificates for a key that stays with it, {@code server} and {@code client}, PEM.
     *
     * @param join which of the joins by that name this is
     * @param request a PKCS #10 certification request (RFC 2986), PEM, which shows that the caller has the key
     * @throws IllegalArgumentException if the request is none
     */
    public Map<String, String> certificates(String node, long join, byte[] request) {
        var key = keyOf(new String(request, UTF_8));
        var user = Identity.NODE_PREFIX + node;
        Map<String, String> certificates = new LinkedHashMap<>();
        certificates.put("server", Credential.pem(authority.server(key, user, Identity.NODES, join, Set.of(node))));
        certificates.put("client", Credential.pem(authority.client(key, user, Identity.NODES, join)));
        return certificates;
    }

    private static PublicKey keyOf(String request) {
        try {
            var read = new JcaPKCS10CertificationRequest(Pem.content(request));
            var key = read.getPublicKey();
            // Of other kinds and sizes a host could have one that takes minutes to look at, or that others can guess.
            if (!(key instanceof ECPublicKey curve)
                    || curve.getParams().getOrder().bitLength() != KEY_BITS) {
                throw new IllegalArgumentException("a host's key has to be one of the curve P-256");
            }
            if (!read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new IllegalArgumentException("the certification request is not signed with its own key");
            }
            return key;
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException wrong) {
            throw new IllegalArgumentException("this is no certification request in PKCS #10 and PEM", wrong);
        }
    }
}
