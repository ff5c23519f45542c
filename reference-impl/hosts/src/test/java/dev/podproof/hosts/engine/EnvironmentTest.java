package dev.podproof.hosts.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void a_build_machine_without_a_registry_can_bootstrap_the_base_image() {
        var machine = new PretendedMachine()
                .user("root")
                .variable("PATH", "/usr/bin:/usr/sbin")
                .file("/usr/sbin/debootstrap")
                .file("/usr/share/keyrings/debian-archive-keyring.gpg")
                .file("/.dockerenv")
                .file("/var/run/docker.sock");

        var environment = Environment.detect(machine);

        assertThat(environment.canBootstrap()).isTrue();
        assertThat(environment.insideContainer()).isTrue();
        assertThat(environment.cgroupVersion()).isEqualTo(1);
        assertThat(environment.dockerHost()).contains(URI.create("unix:///var/run/docker.sock"));
    }

    @Test
    void an_ordinary_laptop_has_cgroup_version_2_and_has_to_pull_the_base_image() {
        var machine = new PretendedMachine()
                .variable("PATH", "/usr/bin")
                .file("/sys/fs/cgroup/cgroup.controllers")
                .file("/var/run/docker.sock");

        var environment = Environment.detect(machine);

        assertThat(environment.cgroupVersion()).isEqualTo(2);
        assertThat(environment.canBootstrap()).isFalse();
        assertThat(environment.insideContainer()).isFalse();
        assertThat(environment.cacheDirectory()).isEqualTo(Path.of("/home/ada/.cache/podproof"));
    }

    @Test
    void debootstrap_is_of_no_use_without_the_keys_that_packages_are_signed_with() {
        var machine = new PretendedMachine()
                .user("root")
                .variable("PATH", "/usr/sbin")
                .file("/usr/sbin/debootstrap");

        assertThat(Environment.detect(machine).canBootstrap()).isFalse();
        assertThat(Environment.detect(machine).describe()).anyMatch(line -> line.contains("debian-archive-keyring"));
    }

    @Test
    void debootstrap_is_of_no_use_to_somebody_who_is_not_root() {
        var machine = new PretendedMachine()
                .variable("PATH", "/usr/sbin")
                .file("/usr/sbin/debootstrap")
                .file("/usr/share/keyrings/debian-archive-keyring.gpg");

        assertThat(Environment.detect(machine).canBootstrap()).isFalse();
    }

    @Test
    void an_address_in_the_environment_goes_before_everything_else() {
        var machine = new PretendedMachine()
                .variable("DOCKER_HOST", "unix:///elsewhere.sock")
                .file("/var/run/docker.sock");

        assertThat(Environment.detect(machine).dockerHost()).contains(URI.create("unix:///elsewhere.sock"));
    }

    @Test
    void the_socket_of_docker_desktop_and_of_a_rootless_engine_are_found() {
        var desktop = new PretendedMachine().file("/home/ada/.docker/run/docker.sock");
        var rootless = new PretendedMachine()
                .variable("XDG_RUNTIME_DIR", "/run/user/1000")
                .file("/run/user/1000/docker.sock");

        assertThat(Environment.detect(desktop).dockerHost())
                .contains(URI.create("unix:///home/ada/.docker/run/docker.sock"));
        assertThat(Environment.detect(rootless).dockerHost()).contains(URI.create("unix:///run/user/1000/docker.sock"));
    }

    @Test
    void the_chosen_context_of_dockers_command_line_goes_before_known_sockets() {
        var machine = new PretendedMachine()
                .file("/home/ada/.docker/config.json", "{\"currentContext\": \"colima\"}")
                .file(
                        "/home/ada/.docker/contexts/meta/f24fd3749c1368328e2b149bec149cb6795619f244c5b584e844961215dadd16/meta.json",
                        "{\"Name\": \"colima\", \"Endpoints\": {\"docker\": {\"Host\": \"unix:///home/ada/colima.sock\"}}}")
                .file("/var/run/docker.sock");

        assertThat(Environment.detect(machine).dockerHost()).contains(URI.create("unix:///home/ada/colima.sock"));
    }

    @Test
    void without_any_engine_the_error_says_what_to_do() {
        var environment = Environment.detect(new PretendedMachine());

        assertThat(environment.dockerHost()).isEmpty();
        assertThatThrownBy(() -> Engine.connect(environment))
                .isInstanceOfSatisfying(
                        HostsException.class, e -> assertThat(e.reason()).isEqualTo(HostsException.Reason.NO_DOCKER))
                .hasMessageContaining("set DOCKER_HOST");
    }

    @Test
    void what_was_found_is_said_in_a_line_each() {
        assertThat(Environment.detect(new PretendedMachine()).describe())
                .anyMatch(line -> line.contains("no Docker Engine's address"))
                .anyMatch(line -> line.contains("does not run as root"))
                .anyMatch(line -> line.contains("has to be pulled"));
    }
}
