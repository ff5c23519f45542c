package dev.podproof.hosts.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes files into the archive form in which a Docker Engine takes build contexts and files for containers. */
public final class Tar implements AutoCloseable {
    private final TarArchiveOutputStream out;

    public Tar(OutputStream to) {
        out = new TarArchiveOutputStream(to, "UTF-8");
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    /** A regular file; the mode is as chmod takes it: 0644. */
    public Tar file(String name, int mode, byte[] content) {
        return file(name, mode, content.length, new ByteArrayInputStream(content));
    }

    public Tar file(String name, int mode, Path content) {
        try (var in = Files.newInputStream(content)) {
            return file(name, mode, Files.size(content), in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pack " + content, e);
        }
    }

    public Tar directory(String name, int mode) {
        return entry(new TarArchiveEntry(name + "/"), mode, InputStream.nullInputStream());
    }

    private Tar file(String name, int mode, long size, InputStream content) {
        var entry = new TarArchiveEntry(name);
        entry.setSize(size);
        return entry(entry, mode, content);
    }

    private Tar entry(TarArchiveEntry entry, int mode, InputStream content) {
        try {
            entry.setMode(mode);
            // Time zero: an Engine's build cache compares a file's content and mode, but other readers compare times
            // too.
            entry.setModTime(0);
            entry.setIds(0, 0);
            out.putArchiveEntry(entry);
            content.transferTo(out);
            out.closeArchiveEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pack " + entry.getName(), e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot finish an archive", e);
        }
    }
}
