package dev.podproof.reference.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Directories that faults put in the place of others. */
final class Places {
    private Places() {}

    /** Made if it is not there, for everybody to write to. */
    static String directory(Path path) {
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            return path.toString();
        } catch (IOException failed) {
            throw new UncheckedIOException("can't make " + path + " for a fault", failed);
        }
    }

    static String directory(String path) {
        return directory(Path.of(path));
    }

    /** What is there now, at another place; what comes later is not. */
    static String copy(String from, String to) {
        Path source = Path.of(from);
        try (Stream<Path> files = Files.walk(source, 2)) {
            if (Files.isDirectory(source)) {
                directory(to);
            } else {
                directory(Path.of(to).getParent());
            }
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = Path.of(to + file.toString().substring(from.length()));
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
            return to;
        } catch (IOException failed) {
            throw new UncheckedIOException("can't copy " + from + " for a fault", failed);
        }
    }

    static List<String> children(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::toString).sorted().toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    static boolean isInMemory(String path) {
        try {
            return Files.getFileStore(Path.of(path)).type().equals("tmpfs");
        } catch (IOException gone) {
            return false;
        }
    }
}
