package dev.podproof.report.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgainTest {
    @Test
    void theTargetAndItsSettingsAreKept() {
        assertThat(Again.of(List.of(
                        "run", "--kubeconfig=/home/me/my config", "--context", "it's", "--profile", "portable,hosts")))
                .isEqualTo(
                        "podproof run '--kubeconfig=/home/me/my config' --context 'it'\\''s' --profile portable,hosts");
    }

    @Test
    void whatChoseRequirementsAndWhereTheReportWentAreNot() {
        assertThat(Again.of(List.of(
                        "run",
                        "--requirements",
                        "NET-01,NET-02",
                        "--fault",
                        "a-route-is-missing",
                        "--section=volumes",
                        "--out",
                        "there",
                        "--quick",
                        "--keep",
                        "--repeat=3")))
                .isEqualTo("podproof run --fault a-route-is-missing");
    }
}
