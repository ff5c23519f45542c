package dev.podproof.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecificationTest {
    private final Specification specification = Specification.load();

    @Test
    void theSpecificationIsComplete() throws IOException {
        List<FeatureFile> features = Specification.featureFiles().entrySet().stream()
                .map(file -> FeatureFile.parse(file.getKey(), file.getValue()))
                .toList();

        assertThat(new Completeness(
                                specification,
                                features,
                                pending(),
                                Advice.load().keySet())
                        .problems())
                .isEmpty();
    }

    @Test
    void everyRequirementAndStatementIsRead() {
        assertThat(specification.requirements()).hasSize(82);
        assertThat(specification.statements()).hasSize(59);
        assertThat(specification.requirement("NET-03")).hasValueSatisfying(requirement -> {
            assertThat(requirement.level()).isEqualTo(Level.MUST);
            assertThat(requirement.basis()).isEqualTo(Basis.STATED);
            assertThat(requirement.profile()).isEqualTo(Profile.PORTABLE);
            assertThat(requirement.section()).isEqualTo("Networking");
            assertThat(requirement.needs()).containsExactly("two-hosts");
            assertThat(requirement.statement()).contains("without address translation");
            assertThat(requirement.untested()).isEmpty();
        });
        assertThat(specification.requirement("POD-07").orElseThrow().untested()).contains("without a grace period");
    }

    @Test
    void aStatementIsCoveredOrExcludedWithAReason() {
        assertThat(specification.statements())
                .filteredOn(statement -> statement.id().equals("CS-1"))
                .singleElement()
                .satisfies(statement -> assertThat(statement.excluded()).hasValue("history and opinion"));
    }

    @Test
    void theDigestChangesWithOneLetterOfAFeatureAndNotWithPackaging(@TempDir Path folder) throws Exception {
        SpecificationFiles files = SpecificationFiles.onClassPath();
        SortedMap<String, byte[]> changed = new TreeMap<>(files.byName());
        changed.put("one-more.feature", "Feature: x".getBytes(StandardCharsets.UTF_8));

        assertThat(files.digest()).startsWith("sha256:").isEqualTo(specification.digest());
        assertThat(new SpecificationFiles(changed).digest()).isNotEqualTo(files.digest());
        assertThat(digestReadFrom(packed(folder.resolve("features.jar")))).isEqualTo(files.digest());
    }

    /** The classes and files of this module as a jar, as the command line has them. */
    private static Path packed(Path jar) throws Exception {
        Path classes = Path.of(Specification.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream packing = new JarOutputStream(file);
                Stream<Path> entries = Files.walk(classes)) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                packing.putNextEntry(new JarEntry(classes.relativize(entry).toString()));
                Files.copy(entry, packing);
                packing.closeEntry();
            }
        }
        return jar;
    }

    private static String digestReadFrom(Path jar) throws Exception {
        String libraries = System.getProperty("java.class.path");
        URL[] urls = Stream.concat(
                        Stream.of(jar),
                        Stream.of(libraries.split(File.pathSeparator))
                                .filter(path -> path.endsWith(".jar"))
                                .map(Path::of))
                .map(SpecificationTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, null)) {
            Object loaded = loader.loadClass(Specification.class.getName())
                    .getMethod("load")
                    .invoke(null);
            return (String) loaded.getClass().getMethod("digest").invoke(loaded);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> pending() throws IOException {
        try (InputStream file = SpecificationTest.class.getResourceAsStream("pending.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toSet());
        }
    }
}
