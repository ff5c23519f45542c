package dev.podproof.reference.node.files;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Failures with the path that people know: that of a file which is held is a number. */
final class Failures {
    private Failures() {}

    /**
     * The same failure.
     *
     * @param found where what is held was found
     * @param held its path while it is held
     */
    static FileSystemException at(String found, Path held, FileSystemException failed) {
        String file = String.valueOf(failed.getFile());
        String place = file.startsWith("/") ? found + file.replace(held.toString(), "") : found + "/" + file;
        FileSystemException told = told(place, failed);
        told.initCause(failed);
        return told;
    }

    private static FileSystemException told(String place, FileSystemException failed) {
        if (failed instanceof NoSuchFileException) {
            return new NoSuchFileException(place);
        }
        if (failed instanceof FileAlreadyExistsException) {
            return new FileAlreadyExistsException(place);
        }
        if (failed instanceof AccessDeniedException) {
            return new AccessDeniedException(place);
        }
        if (failed instanceof DirectoryNotEmptyException) {
            return new DirectoryNotEmptyException(place);
        }
        return new FileSystemException(place, null, failed.getReason());
    }
}
