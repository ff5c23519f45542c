package dev.podproof.reference.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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

    /** The same file beside it with other lines. */
    static String rewritten(String file, UnaryOperator<String> change) {
        Path target = Path.of(file + ".fault");
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            Files.writeString(target, lines.map(change).collect(Collectors.joining("\n", "", "\n")));
            return target.toString();
        } catch (IOException failed) {
            throw new UncheckedIOException("can't write " + target + " for a fault", failed);
        }
    }

    /** With all that is in it; what is gone already is no matter. */
    static void remove(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            // That was what was wanted.
        } catch (IOException failed) {
            throw new UncheckedIOException("can't remove " + path + " for a fault", failed);
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
