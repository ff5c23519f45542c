package dev.podproof.reference.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Recognizes callers: by a certificate of the cluster's authority, or by a token of the token file. */
public final class Authenticator {

    /** token,user,uid,"group1,group2"; the groups may be missing, and need quotes only if there are several. */
    private static final Pattern LINE = Pattern.compile("([^,]+),([^,]+),([^,]*)(?:,(?:\"([^\"]*)\"|([^\",]*)))?");

    /** Tokens are looked up by their digest, so that the time a comparison takes tells nothing about them. */
    private final Map<String, Identity> byDigest = new HashMap<>();

    /** Those whose certificates were seen: as many as the cluster's authority has signed, and all of them were verified. */
    private final Map<X500Principal, Certified> bySubject = new ConcurrentHashMap<>();

    private final Joins joins;

    /** @param join of a node, which of the joins by its name it is; 0 if the certificate does not say */
    private record Certified(Identity identity, long join) {}

    private Authenticator(Joins joins) {
        this.joins = joins;
    }

    /**
     * Reads a static token file as Kubernetes documents it.
     *
     * @param joins which nodes' certificates count
     * @throws IllegalArgumentException naming the line that cannot be read, without showing it
     */
    public static Authenticator ofTokenFile(String tokensCsv, Joins joins) {
        var authenticator = new Authenticator(joins);
        int number = 0;
        for (var line : tokensCsv.lines().toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            Matcher matcher = LINE.matcher(line.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "Line " + number + " of the token file is not token,user,uid,\"groups\"");
            }
            var groups = matcher.group(4) == null ? matcher.group(5) : matcher.group(4);
            authenticator.byDigest.put(digest(matcher.group(1)), new Identity(matcher.group(2), groups(groups)));
        }
        return authenticator;
    }

    /**
     * Who calls, or nothing if the credentials are wrong, or no longer count.
     *
     * @param certificate the subject of a certificate that has been verified already
     * @param authorization the Authorization header, empty if there is none
     */
    public Optional<Identity> identify(Optional<X500Principal> certificate, String authorization) {
        if (certificate.isPresent()) {
            var certified = bySubject.computeIfAbsent(certificate.get(), Authenticator::fromCertificate);
            return Optional.of(certified.identity())
                    .filter(identity -> identity.node()
                            .map(node -> joins.counts(node, certified.join()))
                            .orElse(true));
        }
        if (authorization.isEmpty()) {
            return Optional.of(Identity.ANONYMOUS);
        }
        var words = authorization.split(" ", 2);
        if (words.length != 2 || !"Bearer".equalsIgnoreCase(words[0])) {
            return Optional.empty();
        }
        return Optional.ofNullable(byDigest.get(digest(words[1].strip())));
    }

    /** Whether a certificate is the one that the node of that name has now, to be called by. */
    public boolean isNode(String name, X500Principal certificate) {
        return identify(Optional.of(certificate), "")
                .flatMap(Identity::node)
                .filter(name::equals)
                .isPresent();
    }

    private static Certified fromCertificate(X500Principal subject) {
        var name = X500Name.getInstance(subject.getEncoded());
        var user = first(name, BCStyle.CN).orElse("");
        Set<String> groups = new HashSet<>();
        for (var part : name.getRDNs(BCStyle.O)) {
            groups.add(part.getFirst().getValue().toString());
        }
        groups.add("system:authenticated");
        long join = first(name, BCStyle.SERIALNUMBER).map(Long::parseLong).orElse(0L);
        return new Certified(new Identity(user, groups), join);
    }

    private static Optional<String> first(X500Name name, ASN1ObjectIdentifier part) {
        return Arrays.stream(name.getRDNs(part))
                .map(found -> found.getFirst().getValue().toString())
                .findFirst();
    }

    private static Set<String> groups(String text) {
        Set<String> groups = new HashSet<>(Set.of("system:authenticated"));
        if (text != null) {
            Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .filter(group -> !group.isEmpty())
                    .forEach(groups::add);
        }
        return groups;
    }

    private static String digest(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }
}
