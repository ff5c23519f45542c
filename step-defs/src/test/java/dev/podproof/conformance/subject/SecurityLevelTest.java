package dev.podproof.conformance.subject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.probe.Documents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityLevelTest {
    private static final String IMAGE = "busybox:1.36";

    @Test
    void aPodThatAsksForNothingFitsTheStrictestLevel() {
        JsonNode pod =
                fitted("{containers: [{name: one, image: '%s'}, {name: two, image: '%s'}]}".formatted(IMAGE, IMAGE));

        assertThat(SecurityLevel.leastFor(pod)).isEqualTo(SecurityLevel.RESTRICTED);
        JsonNode spec = pod.path("spec");
        assertThat(spec.path("securityContext")
                        .path("seccompProfile")
                        .path("type")
                        .asText())
                .isEqualTo("RuntimeDefault");
        assertThat(spec.path("containers"))
                .allSatisfy(
                        container -> assertThat(container.path("securityContext"))
                                .isEqualTo(
                                        Documents.yaml(
                                                "{allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL]}, runAsUser: 10001}")));
    }

    @Test
    void theUserThatAScenarioNamesIsKept() {
        JsonNode pod =
                fitted("{securityContext: {runAsUser: 1000}, containers: [{name: one, image: '%s'}]}".formatted(IMAGE));

        assertThat(pod.path("spec").path("securityContext").path("runAsUser").asInt())
                .isEqualTo(1000);
        assertThat(pod.at("/spec/containers/0/securityContext").has("runAsUser"))
                .isFalse();
    }

    @Test
    void whoAsksForRootIsRootAndHasNoMorePrivilegesThanOthers() {
        JsonNode pod =
                fitted("{securityContext: {runAsUser: 0}, containers: [{name: one, image: '%s'}]}".formatted(IMAGE));

        assertThat(pod.at("/spec/containers/0/securityContext"))
                .isEqualTo(Documents.yaml("{allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}"));
        assertThat(SecurityLevel.leastFor(pod)).isEqualTo(SecurityLevel.BASELINE);
    }

    @Test
    void anImageOfItsOwnMayBeRoots() {
        JsonNode pod =
                fitted("{containers: [{name: one, image: '%s'}, {name: store, image: consul}]}".formatted(IMAGE));

        assertThat(pod.at("/spec/containers/1").has("securityContext")).isFalse();
        assertThat(SecurityLevel.leastFor(pod)).isEqualTo(SecurityLevel.BASELINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{hostNetwork: true, containers: [{name: one, image: 'busybox:1.36'}]}",
                "{volumes: [{name: v, hostPath: {path: /tmp}}], containers: [{name: one, image: 'busybox:1.36'}]}",
                "{containers: [{name: one, image: 'busybox:1.36', ports: [{containerPort: 80, hostPort: 80}]}]}"
            })
    void whatIsTheHostsNeedsTheLoosest(String spec) {
        assertThat(SecurityLevel.leastFor(fitted(spec))).isEqualTo(SecurityLevel.PRIVILEGED);
    }

    @Test
    void aPortAndAnEmptyDirAreNothingOfTheHosts() {
        assertThat(
                        SecurityLevel.leastFor(
                                fitted(
                                        "{volumes: [{name: v, emptyDir: {}}], containers: [{name: one, image: 'busybox:1.36', ports: [{containerPort: 80}]}]}")))
                .isEqualTo(SecurityLevel.RESTRICTED);
    }

    private static JsonNode fitted(String spec) {
        ObjectNode pod = Documents.yaml("{metadata: {name: web}}");
        pod.set("spec", Documents.yaml(spec));
        SecurityLevel.fit(pod, IMAGE);
        return pod;
    }
}
