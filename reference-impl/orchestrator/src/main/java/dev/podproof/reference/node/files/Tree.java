package dev.podproof.reference.node.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.UUID;

/**
 * A directory that is to go with all that containers left in it: links are removed and never followed, names may be no text, and neither
 * a million files nor ten thousand levels take more memory, stack or open files than a few of them. Nothing may be mounted in it.
 */
public final class Tree {
    /** Two open files for each. What lies deeper is moved up to the top first. */
    private static final int DEEPEST = 40;

    private final SecureDirectoryStream<Path> top;
    private int left;

    private Tree(SecureDirectoryStream<Path> top, int most) {
        this.top = top;
        this.left = most;
    }

    /**
     * Removes an entry of any kind with all that is in it. It is not there, or becomes a file meanwhile: all the same.
     *
     * @param parent a directory that no container can change
     * @param most how many files to remove at most
     * @return false if some are left, so that others can have their turn
     */
    public static boolean remove(Path parent, Path name, int most) throws IOException {
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(parent)) {
            if (!(opened instanceof SecureDirectoryStream<Path> in)) {
                throw new IOException("this Java machine can't work by directory handles");
            }
            if (isDirectory(in, name)) {
                try (SecureDirectoryStream<Path> top = in.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    if (!new Tree(top, most).empty()) {
                        return false;
                    }
                }
                in.deleteDirectory(name);
            } else {
                in.deleteFile(name);
            }
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        }
    }

    /** Until a look finds nothing: what was moved up, or came while it was looked, is there the next time. */
    private boolean empty() throws IOException {
        int before;
        do {
            before = left;
            try (SecureDirectoryStream<Path> look = top.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS)) {
                empty(look, 1);
            }
        } while (left > 0 && left < before);
        return left > 0;
    }

    private void empty(SecureDirectoryStream<Path> directory, int depth) throws IOException {
        try {
            for (Path entry : directory) {
                if (left <= 0) {
                    return;
                }
                left--;
                removeIfThere(directory, entry.getFileName(), depth);
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
    }

    private void removeIfThere(SecureDirectoryStream<Path> directory, Path name, int depth) throws IOException {
        try {
            remove(directory, name, depth);
        } catch (NoSuchFileException gone) {
            return;
        }
    }

    private void remove(SecureDirectoryStream<Path> directory, Path name, int depth) throws IOException {
        if (!isDirectory(directory, name)) {
            directory.deleteFile(name);
        } else if (depth == DEEPEST) {
            directory.move(name, top, Path.of("podproof-" + UUID.randomUUID()));
        } else {
            try (SecureDirectoryStream<Path> child = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                empty(child, depth + 1);
            }
            if (left > 0) {
                directory.deleteDirectory(name);
            }
        }
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }
}
