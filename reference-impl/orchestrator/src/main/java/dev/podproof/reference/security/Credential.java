package dev.podproof.reference.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A certificate and its private key. */
record Credential(X509Certificate certificate, KeyPair keys) {

    String certificatePem() {
        return pem(certificate);
    }

    static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A certificate that was just made cannot be encoded", e);
        }
    }

    /** The key as PKCS #8, which the JDK and Netty read. */
    String keyPem() {
        return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    /** The key as SEC 1: the form from which every client that reads a kubeconfig sees that it is an EC key. */
    String sec1KeyPem() {
        var secret = ((ECPrivateKey) keys.getPrivate()).getS();
        var point =
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()).getPublicKeyData();
        ASN1Encodable curve = X9ObjectIdentifiers.prime256v1;
        try {
            return pem(
                    "EC PRIVATE KEY",
                    new org.bouncycastle.asn1.sec.ECPrivateKey(256, secret, point, curve).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException("A key that was just made cannot be encoded", e);
        }
    }

    @Override
    public String toString() {
        return "Credential[" + certificate.getSubjectX500Principal() + "]";
    }

    static String pem(String label, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
