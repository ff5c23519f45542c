package dev.podproof.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnerTest {
    @Test
    void this_process_is_not_gone_and_survives_the_way_through_a_label() {
        var self = Owner.self();

        assertThat(Owner.parse(self.label())).contains(self);
        assertThat(self.isGone()).isFalse();
    }

    @Test
    void another_process_with_a_used_again_id_is_not_the_owner() {
        var self = Owner.self();

        assertThat(new Owner(self.machine(), self.pid(), self.startedAtMillis() - 1).isGone())
                .isTrue();
    }

    @Test
    void a_process_of_another_machine_is_never_said_to_be_gone() {
        assertThat(new Owner("elsewhere.example", Long.MAX_VALUE, 1).isGone()).isFalse();
    }

    @Test
    void a_label_of_another_form_says_nothing() {
        assertThat(Owner.parse("podproof")).isEmpty();
        assertThat(Owner.parse("a/b/c")).isEmpty();
    }
}
