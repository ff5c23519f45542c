package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.reference.node.env.UnresolvedReference;
import dev.podproof.reference.node.runtime.Image;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code runAsNonRoot} holds whatever an image says of its user: who makes images chooses what names stand for. */
class PodPrivilegesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00", "0:1000", ":1000"})
    void an_image_whose_user_is_root_is_refused(String user) {
        assertThatThrownBy(() -> privileges(user, null))
                .isInstanceOf(UnresolvedReference.class)
                .hasMessageContaining("image will run as root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "app", "app:app", "+0", "-0", "0x0", "1000x"})
    void an_image_whose_user_is_a_name_is_refused_as_that_may_be_roots(String user) {
        assertThatThrownBy(() -> privileges(user, null))
                .isInstanceOf(UnresolvedReference.class)
                .hasMessageContaining("image has non-numeric user (" + user.split(":", 2)[0] + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1000", "1000:0", "10"})
    void an_image_whose_user_is_another_number_is_taken(String user) {
        assertThat(privileges(user, null).user()).isEmpty();
    }

    @Test
    void what_the_pod_says_counts_and_not_the_image() {
        assertThat(privileges("root", 1000L).user()).isEqualTo("1000");
        assertThatThrownBy(() -> privileges("1000", 0L)).hasMessageContaining("runAsUser breaks non-root policy");
    }

    private static dev.podproof.reference.node.runtime.ContainerSpec.Privileges privileges(String image, Long user) {
        Container container = new ContainerBuilder()
                .withName("main")
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(user)
                .endSecurityContext()
                .build();
        return PodPrivileges.of(new PodSpec(), container, new Image("sha256:1", List.of(), 1, image));
    }
}
