package dev.podproof.hosts.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DebootstrapTest {
    @Test
    void packages_are_taken_only_if_the_keyring_says_whose_they_are() {
        assertThat(Debootstrap.command(Path.of("/keys.gpg"), "trixie", Path.of("/root-of-it")))
                .startsWith("debootstrap", "--force-check-gpg", "--keyring=/keys.gpg")
                .endsWith("trixie", "/root-of-it")
                .doesNotContain("--no-check-gpg");
    }
}
