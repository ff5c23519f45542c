package dev.podproof.hosts.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher is bash; a machine without bash has no launcher to test. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it runs shell scripts, and Windows has no such shell")
class LauncherTest {
    private static final int ROOT = 0;
    private static final int SOMEBODY = 1000;

    @TempDir
    private Path directory;

    private PretendedPath machine;

    @BeforeEach
    void aMachineWithNothing() throws IOException {
        machine = new PretendedPath(directory);
    }

    @Test
    void on_a_bare_debian_somebody_who_is_not_root_is_told_what_to_install_and_nothing_is_installed() throws Exception {
        machine.user(SOMEBODY).program("apt-get", "").program("apt-cache", "[ \"$2\" != docker-cli ]");

        var result = machine.run("run");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output())
                .contains("lacks: JDK 17 or later, Maven, Docker Engine")
                .contains("sudo apt-get install openjdk-21-jdk-headless maven docker.io iptables");
        assertThat(machine.calls()).noneMatch(call -> call.startsWith("apt-get"));
    }

    @Test
    void on_another_system_the_three_things_to_install_are_named() throws Exception {
        machine.user(ROOT);

        var result = machine.run("run");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output()).contains("JDK, 17 or later", "Maven 3.8 or later", "Docker Engine 20.10 or later");
    }

    @ParameterizedTest
    @CsvSource({
        "run, true",
        "run --target=reference --kubeconfig mine, true",
        "run --kubeconfig mine, false",
        "run --target kubeconfig, false",
        "run --context theirs, false",
        "run --help, false",
        "images, false",
        "images save all.tar.gz, true",
        "images load all.tar.gz, true"
    })
    void an_engine_is_asked_for_only_where_hosts_are_started(String command, boolean asked) throws Exception {
        machine.user(SOMEBODY);

        var lacks = machine.run(command.split(" ")).output();

        assertThat(lacks).contains("lacks: JDK 17 or later");
        assertThat(lacks.contains("Docker Engine\n")).isEqualTo(asked);
    }

    @Test
    void a_jdk_that_is_too_old_is_missing() throws Exception {
        machine.user(SOMEBODY)
                .program("javac", "echo javac 11.0.2")
                .program("mvn", "")
                .program("docker", "");

        assertThat(machine.run("test").output()).contains("lacks: JDK 17 or later\n");
    }

    @Test
    void root_on_a_debian_without_docker_gets_an_engine_that_runs_and_a_way_to_the_base_image() throws Exception {
        aDebianWithoutDocker();

        var result = machine.run("test", "-Dquick");

        assertThat(result.code()).as(result.output()).isZero();
        assertThat(machine.calls())
                .containsSubsequence(
                        "apt-get install -y -qq --no-install-recommends docker.io iptables docker-cli",
                        "docker pull -q debian:trixie-slim",
                        "apt-get install -y -qq --no-install-recommends debootstrap debian-archive-keyring",
                        "apt-get install -y -qq --no-install-recommends iproute2 nftables conntrack chromium-headless-shell",
                        "mvn -B -ntp verify -Dquick");
        assertThat(result.output())
                .contains("lacks: Docker Engine", "starting the Docker Engine", "the Docker Engine is ready");
    }

    @Test
    void the_tests_exit_code_passes_through() throws Exception {
        aMachineWithEverything().program("mvn", "exit 7");

        assertThat(machine.run("test").code()).isEqualTo(7);
    }

    @Test
    void where_everything_is_there_nothing_is_installed_and_nothing_is_started() throws Exception {
        aMachineWithEverything();

        assertThat(machine.run("test").code()).isZero();
        assertThat(machine.calls())
                .contains("mvn -B -ntp verify")
                .noneMatch(call -> call.startsWith("apt-get") || call.startsWith("dockerd"));
    }

    @Test
    void an_engine_that_does_not_answer_somebody_is_said_with_what_to_do() throws Exception {
        aMachineWithEverything().user(SOMEBODY).program("docker", "exit 1").program("dockerd", "");

        var result = machine.run("test");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output()).contains("does not answer this user", "usermod -aG docker");
        assertThat(machine.calls()).noneMatch(call -> call.startsWith("dockerd"));
    }

    @Test
    void check_names_what_is_missing_and_changes_nothing() throws Exception {
        aDebianWithoutDocker();

        var result = machine.run("check");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output()).contains("there    Maven", "missing  Docker Engine, installed");
        assertThat(machine.calls()).noneMatch(call -> call.startsWith("apt-get") || call.startsWith("mvn"));
    }

    @Test
    void what_is_taken_away_or_compared_needs_no_newer_build_than_the_one_at_hand() throws Exception {
        aMachineWithEverything().program("java", "");
        machine.copied().built();

        assertThat(machine.run("down", "--name", "mine").code()).isZero();
        assertThat(machine.calls()).anyMatch(call -> call.startsWith("java") && call.endsWith("down --name mine"));
        assertThat(machine.calls()).noneMatch(call -> call.startsWith("mvn"));

        machine.run("run", "--target", "kubeconfig");
        assertThat(machine.calls())
                .contains(
                        "mvn -B -ntp package -DskipTests -Dspotless.check.skip --projects conformance-report --also-make")
                .noneMatch(call -> call.startsWith("docker"));
    }

    @Test
    void on_a_new_machine_images_are_made_while_jars_are_built_and_each_part_says_how_it_gets_on() throws Exception {
        aMachineWithEverything().program("java", "").program("mvn", """
                        echo '[INFO] Building Podproof: hosts 0.1.0-SNAPSHOT                    [5/9]'
                        until [ -e "$MACHINE/programs-are-there" ]; do sleep 0.1; done
                        sleep 4""").program("docker", """
                        case "$*" in
                          'image inspect debian:trixie-slim') [ -e "$MACHINE/base" ] ;;
                          'pull --quiet debian:trixie-slim') touch "$MACHINE/base" ;;
                          'pull --quiet busybox:1.36') exit 1 ;;
                          'build --quiet -') grep -q docker.io && touch "$MACHINE/programs-are-there" || true ;;
                        esac""");
        machine.copied().recipes().built();

        var result = machine.run("run");

        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("jars: begins, takes about", "base image: begins", "base image: done after")
                .containsPattern("after [0-9]+ s: jars \\(hosts, 5/9\\): about [0-9]+ s left")
                .contains("pods' images: done after", "hosts' programs: done after", "jars: done after");
        assertThat(machine.calls())
                .containsSubsequence("docker pull --quiet debian:trixie-slim", "docker build --quiet -")
                .last()
                .asString()
                .startsWith("java");
    }

    @Test
    void images_that_cannot_be_made_in_the_background_are_left_to_the_command_line_which_says_why() throws Exception {
        aMachineWithEverything()
                .user(SOMEBODY)
                .program("java", "")
                .program("docker", "[ \"$1\" = version ] || [ \"$*\" = 'image ls --quiet podproof/host' ]");
        machine.copied().recipes().built();

        var result = machine.run("run");

        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output()).contains("base image: failed after", "there is no debian:trixie-slim");
        assertThat(machine.calls())
                .noneMatch(call -> call.startsWith("docker build"))
                .last()
                .asString()
                .startsWith("java");
    }

    @Test
    void a_machine_with_images_makes_none_while_jars_are_built() throws Exception {
        aMachineWithEverything().program("java", "").program("docker", "[ \"$1 $2\" != 'image ls' ] || echo 1234");
        machine.copied().recipes().built();

        assertThat(machine.run("run").code()).isZero();

        assertThat(machine.calls())
                .noneMatch(call -> call.startsWith("docker pull") || call.startsWith("docker build"));
    }

    @Test
    void a_build_that_fails_is_shown_with_its_end() throws Exception {
        aMachineWithEverything()
                .program("mvn", "echo 'COMPILATION ERROR'; exit 1")
                .program("docker", "[ \"$1 $2\" != 'image ls' ] || echo 1234");
        machine.copied().recipes().built();

        var result = machine.run("run");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output()).contains("COMPILATION ERROR", "the build failed; see above");
    }

    /** Pretends that apt-get brings programs along, that the Engine answers once it was started, and that no registry is reached. */
    private void aDebianWithoutDocker() throws IOException {
        machine.user(ROOT)
                .program("javac", "echo javac 17.0.15")
                .program("mvn", "")
                .program("systemctl", "touch \"$MACHINE/engine-runs\"")
                .program("apt-cache", "")
                .program("apt-get", """
                        case "$*" in *docker.io*)
                          printf '#!%s\\ntouch "$MACHINE/engine-runs"\\n' "$BASH" > "$MACHINE/dockerd"
                          printf '#!%s\\necho "docker $*" >> "$MACHINE/calls"; [ -e "$MACHINE/engine-runs" ] && [ "$1" = version ]\\n' "$BASH" > "$MACHINE/docker"
                          chmod +x "$MACHINE/dockerd" "$MACHINE/docker" ;;
                        esac""");
    }

    private PretendedPath aMachineWithEverything() throws IOException {
        return machine.user(ROOT)
                .program("javac", "echo javac 21.0.1")
                .program("mvn", "")
                .program("docker", "")
                .program("ip", "")
                .program("nft", "")
                .program("conntrack", "")
                .program("chromium", "")
                .program("apt-get", "");
    }
}
