package dev.podproof.reference.node.volume;

import dev.podproof.reference.node.files.Handle;
import dev.podproof.reference.node.files.Kind;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The host's own files and directories in a pod (VOL-05), after a look at whether they are what the pod says they are. Links of the host are
 * followed, as on any kubelet ({@code /var/run} is one); what is made is made where they led when it was looked.
 */
final class HostPaths {
    private static final int DIRECTORY_MODE = 0755;
    private static final int FILE_MODE = 0644;

    private HostPaths() {}

    static Path prepare(String name, HostPathVolumeSource source) throws IOException {
        Path path = Path.of(source.getPath()).normalize();
        if (!path.isAbsolute()) {
            throw new VolumeFailure(name, "hostPath " + path + " does not begin at the host's root");
        }
        String type = Objects.requireNonNullElse(source.getType(), "");
        if (kind(path).isEmpty()) {
            make(path, type);
        }
        if (!matches(kind(path), type)) {
            throw new VolumeFailure(name, "hostPath type check failed: " + path + " is not " + description(type));
        }
        return path;
    }

    /** Without a type nothing is checked; a path that is not there becomes a directory, as Docker has it. */
    private static void make(Path path, String type) throws IOException {
        if (type.isEmpty() || type.equals("DirectoryOrCreate")) {
            Handle.made(path, DIRECTORY_MODE).close();
        } else if (type.equals("FileOrCreate")) {
            try (Handle parent = Handle.at(path.getParent())) {
                parent.file(path.getFileName().toString(), FILE_MODE).close();
            }
        }
    }

    /** Nothing is opened for that. Empty if it is not there. */
    private static Optional<Kind> kind(Path path) throws IOException {
        try (Handle there = Handle.at(path)) {
            return Optional.of(there.kind());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private static boolean matches(Optional<Kind> kind, String type) {
        return switch (type) {
            case "" -> true;
            case "Directory", "DirectoryOrCreate" -> kind.equals(Optional.of(Kind.DIRECTORY));
            case "File", "FileOrCreate" -> kind.equals(Optional.of(Kind.FILE));
            case "Socket" -> kind.equals(Optional.of(Kind.SOCKET));
            case "CharDevice" -> kind.equals(Optional.of(Kind.CHARACTER_DEVICE));
            case "BlockDevice" -> kind.equals(Optional.of(Kind.BLOCK_DEVICE));
            default -> false;
        };
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
