package dev.podproof.hosts.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What an Engine has done for one image it does not do again for another, as long as the steps are the same from the first word on. */
class DockerfilesTest {
    @Test
    void the_packages_of_java_are_fetched_once_for_hosts_and_for_zookeeper() {
        var hosts = steps("host");
        var zookeeper = steps("zookeeper");

        assertThat(hosts.get(1)).contains("openjdk-25-jdk-headless");
        assertThat(zookeeper.get(1)).isEqualTo(hosts.get(1));
    }

    @Test
    void the_launcher_finds_the_step_before_which_nothing_comes_out_of_our_own_build() {
        var hosts = steps("host");
        var first = hosts.stream()
                .filter(step -> step.startsWith("COPY pod-images"))
                .findFirst();

        assertThat(first).isPresent();
        assertThat(hosts.subList(0, hosts.indexOf(first.get())))
                .filteredOn(step -> step.startsWith("COPY"))
                .allMatch(step -> step.startsWith("COPY --from="));
    }

    private static List<String> steps(String image) {
        return new String(Recipe.read(image + "/Dockerfile"), UTF_8)
                .lines()
                .filter(line -> line.matches("[A-Z]+ .*"))
                .toList();
    }
}
