package dev.podproof.hosts.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs bash")
class DebootstrapTest {
    /** Writes down what it was told, and ends as debootstrap does where a signature is missing. */
    private static final String PRETENDED = "#!/bin/sh\necho \"$@\" > \"$(dirname \"$0\")/told\"\nexit 1\n";

    @Test
    void packages_are_taken_only_if_the_keyring_says_whose_they_are(@TempDir Path directory) throws Exception {
        var programs = Files.createDirectory(directory.resolve("programs"));
        var pretended = Files.writeString(programs.resolve("debootstrap"), PRETENDED);
        assertThat(pretended.toFile().setExecutable(true)).isTrue();
        var script = Files.write(directory.resolve("make-context"), Recipe.read("base/make-context"));
        var command = new ProcessBuilder("bash", script.toString(), "trixie", directory.toString(), "/keys.gpg");
        command.environment().merge("PATH", programs.toString(), (before, first) -> first + ":" + before);

        assertThat(command.start().waitFor()).isEqualTo(1);

        assertThat(Files.readString(programs.resolve("told")).strip().split(" "))
                .contains("--force-check-gpg", "--keyring=/keys.gpg", "trixie")
                .doesNotContain("--no-check-gpg");
        assertThat(directory.resolve("context")).doesNotExist();
    }
}
