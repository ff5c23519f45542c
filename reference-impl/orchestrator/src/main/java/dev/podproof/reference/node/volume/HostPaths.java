package dev.podproof.reference.node.volume;

import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** The host's own files and directories in a pod (VOL-05), after a look at whether they are what the pod says they are. */
final class HostPaths {
    /** The type bits of a file's mode, and those of the two kinds of device. */
    private static final int FILE_TYPE = 0170000;

    private static final int CHARACTER_DEVICE = 0020000;
    private static final int BLOCK_DEVICE = 0060000;

    private HostPaths() {}

    static Path prepare(String name, HostPathVolumeSource source) throws IOException {
        Path path = Path.of(source.getPath());
        String type = Objects.requireNonNullElse(source.getType(), "");
        switch (type) {
            case "", "DirectoryOrCreate" -> createDirectory(path);
            case "FileOrCreate" -> createFile(path);
            default -> {
                // The other types have to be there.
            }
        }
        if (!matches(path, type)) {
            throw new VolumeFailure(name, "hostPath type check failed: " + path + " is not " + description(type));
        }
        return path;
    }

    /** Without a type nothing is checked; a path that is not there becomes a directory, as Docker has it. */
    private static void createDirectory(Path path) throws IOException {
        if (!Files.exists(path)) {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void createFile(Path path) throws IOException {
        if (!Files.exists(path)) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        }
    }

    private static boolean matches(Path path, String type) throws IOException {
        return switch (type) {
            case "" -> true;
            case "Directory", "DirectoryOrCreate" -> Files.isDirectory(path);
            case "File", "FileOrCreate" -> Files.isRegularFile(path);
            case "Socket" -> Files.exists(path) && isOther(path) && fileType(path) == 0140000;
            case "CharDevice" -> Files.exists(path) && isOther(path) && fileType(path) == CHARACTER_DEVICE;
            case "BlockDevice" -> Files.exists(path) && isOther(path) && fileType(path) == BLOCK_DEVICE;
            default -> false;
        };
    }

    private static boolean isOther(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).isOther();
    }

    private static int fileType(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & FILE_TYPE;
    }

    private static String description(String type) {
        return switch (type) {
            case "Directory", "DirectoryOrCreate" -> "a directory";
            case "File", "FileOrCreate" -> "a file";
            case "Socket" -> "a socket";
            case "CharDevice" -> "a character device";
            case "BlockDevice" -> "a block device";
            default -> "of a type that is known: \"" + type + "\"";
        };
    }
}
