package dev.podproof.conformance.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.conformance.probe.Documents;
import org.junit.jupiter.api.Test;

class RedactionTest {
    @Test
    void theDataOfASecretIsNotShown() {
        String shown = Documents.yaml(
                Redaction.of(Documents.yaml("{kind: Secret, data: {key: c2VjcmV0}, stringData: {other: hush}}")));

        assertThat(shown).contains("key: (redacted)", "other: (redacted)").doesNotContain("c2VjcmV0", "hush");
    }

    @Test
    void variablesWithTellingNamesAreNotShownAndOthersAre() {
        String shown = Documents.yaml(Redaction.of(Documents.yaml(
                "spec: {containers: [{env: [{name: DB_PASSWORD, value: hush}, {name: MODE, value: plain}]}]}")));

        assertThat(shown).contains("plain").doesNotContain("hush");
    }

    @Test
    void theDocumentItselfStaysAsItIs() {
        var secret = Documents.yaml("{kind: Secret, data: {key: c2VjcmV0}}");
        Redaction.of(secret);

        assertThat(secret.path("data").path("key").asText()).isEqualTo("c2VjcmV0");
    }
}
