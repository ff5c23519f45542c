package dev.podproof.reference.security;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/** A certificate authority with an EC P-256 key, which issues certificates of one year. */
final class Authority {

    private static final Duration VALIDITY = Duration.ofDays(365);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private final Credential self;
    private final Clock clock;

    private Authority(Credential self, Clock clock) {
        this.self = self;
        this.clock = clock;
    }

    static Authority create(String name, Clock clock) {
        var keys = newKeys();
        var subject = new X500NameBuilder().addRDN(BCStyle.CN, name).build();
        try {
            var builder = builder(subject, subject, keys.getPublic(), clock)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature));
            return new Authority(new Credential(sign(builder, keys), keys), clock);
        } catch (CertIOException e) {
            throw new IllegalStateException("Cannot make the cluster's certificate authority", e);
        }
    }

    /**
     * The authority whose certificate and key these are.
     *
     * @throws IllegalArgumentException if they are not, without showing them
     */
    static Authority of(String certificatePem, String keyPem, Clock clock) {
        var certificate = Pem.certificate(certificatePem);
        return new Authority(
                new Credential(certificate, new KeyPair(certificate.getPublicKey(), Pem.privateKey(keyPem))), clock);
    }

    String certificatePem() {
        return self.certificatePem();
    }

    String keyPem() {
        return self.keyPem();
    }

    /** Signs a text, for {@link Pem#verify} with this authority's certificate. */
    byte[] sign(byte[] text) {
        try {
            var signing = Signature.getInstance(Pem.SIGNATURE);
            signing.initSign(self.keys().getPrivate());
            signing.update(text);
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime cannot sign with EC keys", e);
        }
    }

    /** A credential to serve under {@code names}, each a DNS name or an IP address. */
    Credential server(String commonName, String organization, Set<String> names) {
        var keys = newKeys();
        return new Credential(server(keys.getPublic(), subject(commonName, organization), names), keys);
    }

    /** The same for a key that only its owner has, and with a number of the subject's (RFC 4519, serialNumber). */
    X509Certificate server(PublicKey key, String commonName, String organization, long number, Set<String> names) {
        return server(key, subject(commonName, organization, number), names);
    }

    private X509Certificate server(PublicKey key, X500Name subject, Set<String> names) {
        var alternatives = names.stream()
                .map(name ->
                        new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        return issue(key, subject, KeyPurposeId.id_kp_serverAuth, new GeneralNames(alternatives));
    }

    /** A credential to call with: its common name is the user, its organization the group. */
    Credential client(String commonName, String organization) {
        var keys = newKeys();
        return new Credential(
                issue(keys.getPublic(), subject(commonName, organization), KeyPurposeId.id_kp_clientAuth, null), keys);
    }

    /** The same for a key that only its owner has, and with a number of the subject's (RFC 4519, serialNumber). */
    X509Certificate client(PublicKey key, String commonName, String organization, long number) {
        return issue(key, subject(commonName, organization, number), KeyPurposeId.id_kp_clientAuth, null);
    }

    private static X500Name subject(String commonName, String organization, long number) {
        return new X500NameBuilder()
                .addRDN(BCStyle.O, organization)
                .addRDN(BCStyle.CN, commonName)
                .addRDN(BCStyle.SERIALNUMBER, String.valueOf(number))
                .build();
    }

    private static X500Name subject(String commonName, String organization) {
        return new X500NameBuilder()
                .addRDN(BCStyle.O, organization)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private X509Certificate issue(PublicKey key, X500Name subject, KeyPurposeId purpose, GeneralNames names) {
        var issuer = X500Name.getInstance(
                self.certificate().getSubjectX500Principal().getEncoded());
        try {
            var extensions = new JcaX509ExtensionUtils();
            var builder = builder(issuer, subject, key, clock)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            extensions.createAuthorityKeyIdentifier(self.certificate()));
            if (names != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            return sign(builder, self.keys());
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("Cannot issue a certificate for " + subject, e);
        }
    }

    @Override
    public String toString() {
        return self.certificate().getSubjectX500Principal().getName();
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey key, Clock clock) {
        var now = clock.instant();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, new SecureRandom()),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(VALIDITY)),
                subject,
                key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair issuer) {
        try {
            var signer = new JcaContentSignerBuilder(Pem.SIGNATURE).build(issuer.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("Cannot sign a certificate", e);
        }
    }

    static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime cannot make EC P-256 keys", e);
        }
    }
}
