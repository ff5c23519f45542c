package dev.podproof.reference.node.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A file or directory that is held: whoever moves it, or puts a link in its place, changes nothing for its holder. What is made has exactly
 * the mode that is asked for, whatever the process's umask. Names are those of one entry: {@code ".."} and {@code "a/b"} are none.
 */
public final class Handle implements AutoCloseable {
    private static final int RIGHTS = 07777;
    private static final Set<String> DOTS = Set.of("", ".", "..");

    private final int number;
    private int mode;
    /** Where it was found, for those who have to be told. */
    private final String found;

    private Handle(int number, String found) throws IOException {
        this.number = number;
        this.found = found;
        try {
            mode = (Integer) Files.getAttribute(path(), "unix:mode");
        } catch (IOException failed) {
            Linux.release(number);
            throw failed;
        }
    }

    /** What is at that path. Links on the way are followed as they are now; one that is put there meanwhile is an error. */
    public static Handle at(Path path) throws IOException {
        try (Handle root = new Handle(Linux.holdRoot(), "")) {
            return root.down(path.toRealPath());
        }
    }

    /** The directory at that path. What is missing of it is made; links are followed as far as it is there. */
    public static Handle made(Path path, int mode) throws IOException {
        Path there = nearest(path);
        try (Handle above = at(there)) {
            return there.equals(path) ? above.same() : above.directories(there.relativize(path), mode);
        }
    }

    /** The nearest path above that is there, or the path itself. Who may change it may have done so by now. */
    public static Path nearest(Path path) {
        Path there = path;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }

    /** The directory that these names lead to, one below the other, made as far as it is missing. */
    public Handle directories(Iterable<Path> names, int modeIfMade) throws IOException {
        Handle here = same();
        for (Path name : names) {
            try (Handle above = here) {
                here = above.directory(name.toString(), modeIfMade);
            }
        }
        return here;
    }

    /** What these names lead to, one below the other; none of them may be a link to another. */
    public Handle down(Iterable<Path> names) throws IOException {
        Handle here = same();
        for (Path name : names) {
            try (Handle above = here) {
                here = above.child(name.toString());
            }
        }
        return here;
    }

    private Handle same() throws IOException {
        return new Handle(told(() -> Linux.hold(number, ".")), found);
    }

    /** The entry of that name, of whatever kind; a link is not followed. */
    public Handle child(String entry) throws IOException {
        below(entry);
        return new Handle(told(() -> Linux.hold(number, entry)), found + "/" + entry);
    }

    /** The directory of that name, made with that mode if there is nothing. */
    public Handle directory(String entry, int modeIfMade) throws IOException {
        boolean made = isMade(() -> Files.createDirectory(below(entry)));
        return child(entry).required(Kind.DIRECTORY, made, modeIfMade);
    }

    /** The file of that name, made empty with that mode if there is nothing. */
    public Handle file(String entry, int modeIfMade) throws IOException {
        boolean made = isMade(() -> Files.createFile(below(entry)));
        return child(entry).required(Kind.FILE, made, modeIfMade);
    }

    private boolean isMade(Act<Path> making) throws IOException {
        try {
            told(making);
            return true;
        } catch (FileAlreadyExistsException there) {
            return false;
        }
    }

    private Handle required(Kind kind, boolean made, int modeIfMade) throws IOException {
        try {
            if (kind() != kind) {
                throw new FileAlreadyExistsException(found);
            }
            if (made) {
                mode(modeIfMade);
            }
            return this;
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    /** Makes a link; what it leads to is not looked at. */
    public void link(String entry, Path target) throws IOException {
        told(() -> Files.createSymbolicLink(below(entry), target));
    }

    /** Where the link of that name leads; empty if it is none. */
    public Optional<Path> linkTarget(String entry) throws IOException {
        return Files.isSymbolicLink(below(entry))
                ? Optional.of(told(() -> Files.readSymbolicLink(below(entry))))
                : Optional.empty();
    }

    /** Gives an entry the name of another, in whose place it is then, at once. */
    public void rename(String from, String to) throws IOException {
        told(() -> Files.move(below(from), below(to), StandardCopyOption.ATOMIC_MOVE));
    }

    /** Removes an entry of any kind with all that is in it; does nothing if there is none. */
    public void remove(String entry) throws IOException {
        below(entry);
        told(() -> Tree.remove(path(), Path.of(entry), Integer.MAX_VALUE));
    }

    /** True if there is an entry of that name, a link that leads nowhere too. */
    public boolean has(String entry) throws IOException {
        return Files.exists(below(entry), LinkOption.NOFOLLOW_LINKS);
    }

    /** Something about an entry's name. */
    public interface EntryTest {
        boolean passes(String name) throws IOException;
    }

    /** True if that is so of every entry. They are looked at one by one, as there may be any number, and none after the first that fails. */
    public boolean everyEntry(EntryTest test) throws IOException {
        return told(() -> {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path())) {
                for (Path entry : entries) {
                    if (!test.passes(entry.getFileName().toString())) {
                        return false;
                    }
                }
                return true;
            } catch (DirectoryIteratorException failed) {
                throw failed.getCause();
            }
        });
    }

    public Kind kind() {
        return Kind.of(mode);
    }

    /** Who may do what with it, as in 0755. */
    public int mode() {
        return mode & RIGHTS;
    }

    public void mode(int rights) throws IOException {
        told(() -> Files.setAttribute(path(), "unix:mode", rights));
        mode = (mode & ~RIGHTS) | rights;
    }

    public void group(long group) throws IOException {
        told(() -> Files.setAttribute(path(), "unix:gid", Math.toIntExact(group)));
    }

    /** Writes a file anew. */
    public void write(byte[] bytes) throws IOException {
        requireFile();
        told(() -> Files.write(path(), bytes, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    /** True if it is a file with these bytes. No more is read of it. */
    public boolean holds(byte[] bytes) throws IOException {
        return kind() == Kind.FILE && Files.size(path()) == bytes.length && Arrays.equals(end(bytes.length), bytes);
    }

    /** The last bytes of a file, so many at most. What is cut off or written meanwhile may be missing. */
    public byte[] end(int most) throws IOException {
        requireFile();
        try (FileChannel file = told(() -> FileChannel.open(path(), StandardOpenOption.READ))) {
            long size = file.size();
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(Math.min(most, size)));
            file.position(size - bytes.capacity());
            int read;
            do {
                read = file.read(bytes);
            } while (read > 0);
            return Arrays.copyOf(bytes.array(), bytes.position());
        }
    }

    /** All of a file. One that holds more than that is an error. */
    public byte[] all(int most) throws IOException {
        requireFile();
        try (InputStream file = told(() -> Files.newInputStream(path()))) {
            byte[] bytes = file.readNBytes(most);
            if (file.read() >= 0) {
                throw new FileSystemException(found, null, "is larger than " + most + " bytes");
            }
            return bytes;
        }
    }

    /** To open anything else could block, or have a device do something. */
    private void requireFile() throws IOException {
        if (kind() != Kind.FILE) {
            throw new FileSystemException(found, null, "is no file");
        }
    }

    private Path path() {
        return Linux.path(number);
    }

    /** Where a program that this process starts finds it, as long as it is held. */
    public Path pathForOthers() {
        return Path.of("/proc", String.valueOf(ProcessHandle.current().pid()), "fd", String.valueOf(number));
    }

    private Path below(String entry) throws IOException {
        // Also a slash at its end: the kernel would follow a link there.
        if (entry.indexOf('/') >= 0 || DOTS.contains(entry)) {
            throw new FileSystemException(entry, null, "is no name of a file");
        }
        return path().resolve(entry);
    }

    private interface Act<T> {
        T run() throws IOException;
    }

    private <T> T told(Act<T> act) throws IOException {
        try {
            return act.run();
        } catch (FileSystemException failed) {
            throw Failures.at(found, path(), failed);
        }
    }

    @Override
    public void close() {
        Linux.release(number);
    }
}
