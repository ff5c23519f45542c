package dev.podproof.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page of rights that an owner reads and the roles that they apply say the same. */
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
