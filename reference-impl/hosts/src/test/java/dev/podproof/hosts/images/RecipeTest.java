package dev.podproof.hosts.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.hosts.engine.HostsException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

class RecipeTest {
    @Test
    void the_same_ingredients_have_the_same_digest_of_12_digits() {
        assertThat(recipe("a").digest()).isEqualTo(recipe("a").digest()).matches("[0-9a-f]{12}");
    }

    @Test
    void each_change_of_content_mode_or_ground_changes_the_digest() {
        assertThat(recipe("a").digest())
                .isNotEqualTo(recipe("b").digest())
                .isNotEqualTo(new Recipe().file("x", 0755, "a".getBytes(UTF_8)).digest())
                .isNotEqualTo(recipe("a").standsOn("sha256:1").digest());
    }

    @Test
    void a_derived_file_is_in_the_context_but_not_in_the_digest() throws IOException {
        var plain = recipe("a").standsOn("sha256:1").digest();
        var recipe = recipe("a").standsOn("sha256:1").derivedFile("images.tar", 0644, new byte[] {1});

        assertThat(recipe.digest()).isEqualTo(plain);
        var context = recipe.context();
        var names = new ArrayList<String>();
        try (var tar = new TarArchiveInputStream(Files.newInputStream(context))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) names.add(entry.getName());
        } finally {
            Files.delete(context);
        }
        assertThat(names).containsExactly("x", "images.tar");
    }

    @Test
    void a_resource_that_was_not_built_yet_is_named_with_the_command_that_builds_it() {
        var recipe = new Recipe();

        assertThatThrownBy(() -> recipe.resource("x", "no-such.jar", 0644))
                .isInstanceOf(HostsException.class)
                .hasMessageContaining("no-such.jar")
                .hasMessageContaining("mvn package");
    }

    private static Recipe recipe(String content) {
        return new Recipe().file("x", 0644, content.getBytes(UTF_8));
    }
}
