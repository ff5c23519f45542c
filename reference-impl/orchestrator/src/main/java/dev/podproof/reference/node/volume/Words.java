package dev.podproof.reference.node.volume;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file, as a sentence: Java's exceptions for the usual cases are a path and nothing more. */
final class Words {
    private Words() {}

    static String of(InvalidPathException cause) {
        // Its message would show the path, with a character in it that can't be shown.
        return "a path of it is impossible on this host: " + cause.getReason();
    }

    static String of(IOException cause) {
        if (cause instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or directory";
        }
        if (cause instanceof FileAlreadyExistsException there) {
            return there.getFile() + ": is there, but is not a directory";
        }
        if (cause instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        return cause instanceof FileSystemException file && file.getReason() != null
                ? file.getFile() + ": " + file.getReason()
                : cause.getMessage();
    }
}
