package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DomainTest {
    @Test
    void theClustersOwnServiceHasItInItsName() {
        assertThat(Domain.inName("kubernetes.default.svc.cluster.local.")).hasValue("cluster.local");
        assertThat(Domain.inName("kubernetes.")).isEmpty();
    }

    @Test
    void theSearchListHasItToo() {
        assertThat(Domain.inSearchList("search ns.svc.example.org svc.example.org example.org\n"))
                .isEqualTo("example.org");
        assertThat(Domain.inSearchList("search .")).isEqualTo("cluster.local");
        assertThat(Domain.inSearchList("")).isEqualTo("cluster.local");
    }
}
