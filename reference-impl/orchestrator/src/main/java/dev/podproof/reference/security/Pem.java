package dev.podproof.reference.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Reads what {@link Credential} writes, and tells whether a signature is an authority's. */
final class Pem {

    static final String SIGNATURE = "SHA256withECDSA";

    private Pem() {}

    static X509Certificate certificate(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this is no certificate in PEM: " + e.getMessage(), e);
        }
    }

    /** A key in PKCS #8. */
    static PrivateKey privateKey(String pem) {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(content(pem)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this is no EC key in PKCS #8 and PEM", e);
        }
    }

    /** What stands between a PEM's first and last line. */
    static byte[] content(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    static boolean verify(PublicKey key, byte[] text, byte[] signature) {
        try {
            var verifying = Signature.getInstance(SIGNATURE);
            verifying.initVerify(key);
            verifying.update(text);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            // What cannot even be read as a signature is none.
            return false;
        }
    }
}
