package dev.podproof.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The specification's files by name, from a folder of classes or from a jar. */
record SpecificationFiles(SortedMap<String, byte[]> byName) {
    private static final List<String> KINDS = List.of(".yaml", ".feature");

    static SpecificationFiles onClassPath() {
        URL anchor = SpecificationFiles.class.getResource("requirements.yaml");
        if (anchor == null) {
            throw new SpecificationInvalid(
                    "requirements.yaml is not on the class path beside " + SpecificationFiles.class.getName());
        }
        try {
            URLConnection connection = anchor.openConnection();
            return connection instanceof JarURLConnection jar ? inJar(jar) : inFolder(anchor.toURI());
        } catch (IOException e) {
            throw new UncheckedIOException("The specification beside " + anchor + " cannot be read", e);
        } catch (URISyntaxException e) {
            throw new SpecificationInvalid("The specification stands at " + anchor + ", which is no valid address", e);
        }
    }

    private static SpecificationFiles inFolder(URI anchor) throws IOException {
        SortedMap<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of(anchor).resolveSibling("."))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (isPart(name)) {
                    found.put(name, Files.readAllBytes(file));
                }
            }
        }
        return new SpecificationFiles(found);
    }

    private static SpecificationFiles inJar(JarURLConnection connection) throws IOException {
        String folder =
                connection.getEntryName().substring(0, connection.getEntryName().lastIndexOf('/') + 1);
        SortedMap<String, byte[]> found = new TreeMap<>();
        // Not the cached JarFile: closing that one would close it under the class loader.
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : jar.stream().toList()) {
                String name =
                        entry.getName().startsWith(folder) ? entry.getName().substring(folder.length()) : "";
                if (isPart(name)) {
                    found.put(name, jar.getInputStream(entry).readAllBytes());
                }
            }
        }
        return new SpecificationFiles(found);
    }

    private static boolean isPart(String name) {
        return !name.contains("/") && KINDS.stream().anyMatch(name::endsWith);
    }

    byte[] get(String name) {
        byte[] content = byName.get(name);
        if (content == null) {
            throw new SpecificationInvalid(name + " is missing; found " + byName.keySet());
        }
        return content;
    }

    /** SHA-256 over names and contents in the order of the names, so that it does not depend on how they are packed. */
    String digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, byte[]> file : byName.entrySet()) {
                sha256.update((file.getKey() + "\0" + file.getValue().length + "\0").getBytes(StandardCharsets.UTF_8));
                sha256.update(file.getValue());
            }
            return "sha256:" + HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256; this one does not", e);
        }
    }
}
