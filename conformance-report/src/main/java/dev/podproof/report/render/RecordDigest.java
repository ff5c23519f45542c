package dev.podproof.report.render;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Ties a report to the record that it was made from. */
final class RecordDigest {
    private RecordDigest() {}

    /** The digest of a record; none where there is no such file. */
    static Optional<String> of(Path record) throws IOException {
        if (!Files.isRegularFile(record)) {
            return Optional.empty();
        }
        MessageDigest digest = sha256();
        try (InputStream source = new DigestInputStream(Files.newInputStream(record), digest)) {
            source.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return Optional.of("sha256:" + HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
