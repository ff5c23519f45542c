package dev.podproof.hosts.images;

import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Tar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * All that goes into an image: the files of its build context, and the IDs of images that it stands on. Two recipes with the same
 * digest make the same image, so that the digest tells whether one that is here is still good.
 */
final class Recipe {
    private static final int DIGEST_DIGITS = 12;

    private final List<Ingredient> files = new ArrayList<>();
    private final List<Ingredient> derived = new ArrayList<>();
    private final List<String> standsOn = new ArrayList<>();

    private static final class Ingredient {
        private final String name;
        private final int mode;
        private final byte[] content;

        Ingredient(String name, int mode, byte[] content) {
            this.name = name;
            this.mode = mode;
            this.content = content;
        }
    }

    /** A resource of this package. */
    Recipe resource(String name, String resource, int mode) {
        return file(name, mode, read(resource));
    }

    Recipe file(String name, int mode, byte[] content) {
        files.add(new Ingredient(name, mode, content));
        return this;
    }

    /** A file that is made from images which the recipe {@linkplain #standsOn stands on}: their IDs speak for it in the digest. */
    Recipe derivedFile(String name, int mode, byte[] content) {
        derived.add(new Ingredient(name, mode, content));
        return this;
    }

    /** Something that changes the image without being a file of its context. */
    Recipe standsOn(String imageId) {
        standsOn.add(imageId);
        return this;
    }

    String digest() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var file : files) {
                digest.update((file.name + " " + file.mode + " " + file.content.length + "\n")
                        .getBytes(StandardCharsets.UTF_8));
                digest.update(file.content);
            }
            standsOn.forEach(id -> digest.update((id + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Writes the build context to a temporary file, which the caller deletes. */
    Path context() {
        try {
            var path = Files.createTempFile("podproof-build-", ".tar");
            try (var tar = new Tar(Files.newOutputStream(path))) {
                for (var group : List.of(files, derived))
                    group.forEach(file -> tar.file(file.name, file.mode, file.content));
            }
            return path;
        } catch (IOException e) {
            throw new HostsException(
                    HostsException.Reason.LOCAL_FILES, "cannot write a build context to the temporary directory", e);
        }
    }

    /** A resource of this package. */
    static byte[] read(String resource) {
        var path = "/dev/podproof/hosts/image/" + resource;
        try (var in = Recipe.class.getResourceAsStream(path)) {
            if (in == null)
                throw new HostsException(
                        HostsException.Reason.NO_IMAGE,
                        "the class path has no " + path + "; build it with: mvn package -DskipTests");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new HostsException(HostsException.Reason.LOCAL_FILES, "cannot read the resource " + path, e);
        }
    }
}
