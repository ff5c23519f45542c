package dev.podproof.reference.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.testing.InProcessApi;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What our components are given by an API that writes out what it has not. */
class ClientsOfOursTest {

    @TempDir
    Path directory;

    @Test
    void a_null_where_a_list_could_be_is_an_empty_one() throws IOException {
        Path kubeconfig = Files.writeString(
                directory.resolve("kubeconfig"), InProcessApi.shared().adminKubeconfig());
        try (KubernetesClient client = Clients.open(kubeconfig)) {
            Node node = client.getKubernetesSerialization()
                    .unmarshal(
                            "{\"metadata\":{\"labels\":null,\"annotations\":{\"a\":null}},\"status\":{\"conditions\":null,\"addresses\":[null]}}",
                            Node.class);
            Endpoints endpoints = client.getKubernetesSerialization()
                    .unmarshal("{\"subsets\":[{\"addresses\":null,\"ports\":null}]}", Endpoints.class);

            assertThat(node.getStatus().getConditions()).isEmpty();
            assertThat(node.getStatus().getAddresses()).isEmpty();
            assertThat(node.getMetadata().getLabels()).isEmpty();
            assertThat(node.getMetadata().getAnnotations()).isEmpty();
            assertThat(endpoints.getSubsets().get(0).getAddresses()).isEmpty();
            assertThat(endpoints.getSubsets().get(0).getPorts()).isEmpty();
        }
    }
}
