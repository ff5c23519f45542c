package dev.podproof.reference.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.podproof.reference.host.Commands;
import dev.podproof.reference.node.env.Configuration;
import dev.podproof.reference.node.env.PodFields;
import dev.podproof.reference.node.files.Attacks;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumesTest {
    private static final int MIB = 1 << 20;
    private static final Map<String, Quantity> HOST = Map.of("memory", new Quantity("8Gi"));

    @TempDir
    Path data;

    /** What the host was told to do. */
    private final List<String> commands = new ArrayList<>();

    private final Commands host = (command, input) -> {
        commands.add(String.join(" ", command));
        return "";
    };

    /** How often the API was asked for a ConfigMap. Each has a color, and a key of 1 MiB. */
    private int asked;

    private final Configuration api = new Configuration() {
        @Override
        public Optional<ConfigMap> configMap(String namespace, String name) {
            asked++;
            return Optional.of(new ConfigMapBuilder()
                    .addToData("color", "blue")
                    .addToData("large", "x".repeat(MIB))
                    .build());
        }

        @Override
        public Optional<Secret> secret(String namespace, String name) {
            return Optional.empty();
        }
    };

    private final Volumes volumes = new Volumes(host, api);

    @Test
    void an_empty_directory_is_everybodys_whatever_the_umask_and_its_pods_directory_nobodys() throws IOException {
        Volume volume = volume().withNewEmptyDir().endEmptyDir().build();

        Attacks.withStrictUmask(() -> prepare(pod(volume)));

        assertThat(mode(directory().resolve("volumes/emptydir/v"))).isEqualTo(0777);
        assertThat(mode(directory())).isEqualTo(0700);
        assertThat(mode(directory().getParent())).isEqualTo(0700);
    }

    @Test
    void an_empty_directory_that_is_there_is_left_as_its_containers_made_it() throws IOException {
        Volume volume = volume().withNewEmptyDir().endEmptyDir().build();
        Path place = prepare(pod(volume)).get("v");
        Files.setAttribute(place, "unix:mode", 0500);

        prepare(pod(volume));

        assertThat(mode(place)).isEqualTo(0500);
    }

    @Test
    void a_volume_in_memory_is_no_larger_than_its_host_however_large_it_may_be() {
        for (String limit : List.of("1e99", "9223372036854775808", "0")) {
            prepare(pod(volume().withNewEmptyDir()
                    .withMedium("Memory")
                    .withNewSizeLimit(limit)
                    .endEmptyDir()
                    .build()));
        }
        prepare(pod(
                volume().withNewEmptyDir().withMedium("Memory").endEmptyDir().build()));

        assertThat(commands).hasSize(4).allMatch(command -> command.contains("size=" + (8L << 30) + " "));
    }

    @Test
    void paths_that_no_file_can_have_are_refused_in_words() {
        List<Volume> wrong = List.of(
                volume().withNewHostPath("/tmp/a\0b", "").build(),
                volume().withNewConfigMap()
                        .withName("map")
                        .addNewItem()
                        .withKey("color")
                        .withPath("a\0b")
                        .endItem()
                        .endConfigMap()
                        .build());
        for (Volume volume : wrong) {
            assertThatExceptionOfType(VolumeFailure.class)
                    .isThrownBy(() -> prepare(pod(volume)))
                    .withMessage("MountVolume.SetUp failed for volume \"v\" : a path of it is impossible on this host:"
                            + " Nul character not allowed");
        }
    }

    @Test
    void one_key_under_ten_thousand_names_is_refused_before_it_is_written() {
        List<VolumeProjection> sources = IntStream.range(0, 10_000)
                .mapToObj(n -> source("map", "large", "file-" + n))
                .toList();

        assertRefused(
                volume().withNewProjected().withSources(sources).endProjected().build());
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void ten_thousand_small_files_are_refused_and_so_are_ten_thousand_directories() {
        assertRefused(volume().withNewProjected()
                .withSources(IntStream.range(0, 10_000)
                        .mapToObj(n -> source("map", "color", "file-" + n))
                        .toList())
                .endProjected()
                .build());
        assertRefused(volume().withNewProjected()
                .withSources(source("map", "color", "d/".repeat(10_000) + "file"))
                .endProjected()
                .build());
    }

    @Test
    void a_thousand_objects_are_refused_before_they_are_all_asked_for() {
        assertRefused(volume().withNewProjected()
                .withSources(IntStream.range(0, 1_000)
                        .mapToObj(n -> source("map-" + n, "color", "file-" + n))
                        .toList())
                .endProjected()
                .build());
        assertThat(asked).isLessThan(20);
    }

    private void assertRefused(Volume volume) {
        assertThatExceptionOfType(VolumeFailure.class)
                .isThrownBy(() -> prepare(pod(volume)))
                .withMessageContaining("a pod's volumes may show 16 MiB of the API's data, and these show more");
        assertThat(directory().resolve("volumes")).doesNotExist();
    }

    @Test
    void what_is_mounted_inside_of_a_volume_that_nobody_can_write_to_has_a_place_there() throws IOException {
        Pod pod = new PodBuilder(pod(volume().withNewConfigMap()
                        .withName("map")
                        .endConfigMap()
                        .build()))
                .editSpec()
                .editFirstContainer()
                .withVolumeMounts(
                        mount("v", "/settings", ""),
                        mount("other", "/settings/deep/er", ""),
                        mount("other", "/settings/deep/er/still", ""),
                        mount("other", "/settings/color", ""),
                        mount("other", "/settingsbeside", ""),
                        mount("v", "/part", "color"),
                        mount("other", "/part/inner", ""))
                .endContainer()
                .endSpec()
                .build();

        for (int again = 0; again < 2; again++) {
            Path place = prepare(pod).get("v");

            assertThat(place.resolve("deep/er")).isEmptyDirectory();
            assertThat(mode(place.resolve("deep/er"))).isEqualTo(0755);
            assertThat(place.resolve("color")).hasContent("blue");
            try (var entries = Files.list(place)) {
                assertThat(entries.filter(
                                entry -> !entry.getFileName().toString().startsWith("..")))
                        .hasSize(3);
            }
        }
    }

    @Test
    void what_a_pod_left_goes_in_turns() throws IOException {
        Path place =
                prepare(pod(volume().withNewEmptyDir().endEmptyDir().build())).get("v");
        for (int i = 0; i < 20_001; i++) {
            Files.createFile(place.resolve(String.valueOf(i)));
        }

        assertThat(volumes.remove(directory())).isFalse();
        assertThat(volumes.remove(directory())).isTrue();

        assertThat(directory()).doesNotExist();
        assertThat(volumes.remove(directory())).isTrue();
    }

    private Map<String, Path> prepare(Pod pod) {
        return volumes.prepare(pod, directory(), new PodFields(pod, () -> "", "", HOST));
    }

    private Path directory() {
        return data.resolve("pods/uid");
    }

    private static VolumeBuilder volume() {
        return new VolumeBuilder().withName("v");
    }

    private static VolumeProjection source(String map, String key, String path) {
        return new VolumeProjectionBuilder()
                .withNewConfigMap()
                .withName(map)
                .addNewItem()
                .withKey(key)
                .withPath(path)
                .endItem()
                .endConfigMap()
                .build();
    }

    private static VolumeMount mount(String volume, String path, String subPath) {
        return new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .withSubPath(subPath)
                .build();
    }

    private static Pod pod(Volume volume) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withVolumes(volume)
                .addNewContainer()
                .withName("main")
                .endContainer()
                .endSpec()
                .build();
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode") & 07777;
    }
}
