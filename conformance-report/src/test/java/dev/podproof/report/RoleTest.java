package dev.podproof.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What an owner reads of rights, and what they apply, are one thing. */
class RoleTest {
    @Test
    void thePageNamesTheRightsThatItsRolesGiveAndNoOthers() {
        Set<String> given = new TreeSet<>(Role.SUITE.rights());
        given.addAll(Role.DISRUPTION.rights());

        assertThat(Role.onThePage()).isEqualTo(given).hasSizeGreaterThan(20);
    }

    @Test
    void noRoleGivesAllOfAnything() {
        assertThat(Role.SUITE.rights()).noneMatch(right -> right.contains("*"));
        assertThat(Role.DISRUPTION.rights()).noneMatch(right -> right.contains("*"));
    }
}
