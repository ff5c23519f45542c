package dev.podproof.reference.controller.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EndpointSlicesTest {

    @Test
    void aSubsetBecomesASliceThatKnowsItsService() {
        List<EndpointSlice> slices =
                EndpointSlices.of(endpoints(List.of(address("10.244.0.2")), List.of(address("10.244.1.2"))));

        assertThat(slices).singleElement().satisfies(slice -> {
            assertThat(slice.getMetadata().getName()).isEqualTo("web-0");
            assertThat(slice.getMetadata().getNamespace()).isEqualTo("default");
            assertThat(slice.getMetadata().getLabels())
                    .containsEntry("kubernetes.io/service-name", "web")
                    .containsEntry("tier", "front");
            assertThat(slice.getAddressType()).isEqualTo("IPv4");
            assertThat(slice.getPorts()).singleElement().satisfies(port -> {
                assertThat(port.getName()).isEmpty();
                assertThat(port.getPort()).isEqualTo(8080);
            });
            assertThat(slice.getEndpoints())
                    .extracting(endpoint -> endpoint.getAddresses().get(0)
                            + (endpoint.getConditions().getReady() ? " ready" : " not ready"))
                    .containsExactly("10.244.0.2 ready", "10.244.1.2 not ready");
            assertThat(EndpointSlices.isMirror(slice)).isTrue();
        });
    }

    @Test
    void noneHasMoreThanAHundredAddresses() {
        List<EndpointAddress> many =
                IntStream.range(0, 250).mapToObj(i -> address("10.244.0." + i)).toList();

        List<EndpointSlice> slices = EndpointSlices.of(endpoints(many, List.of()));

        assertThat(slices).extracting(slice -> slice.getEndpoints().size()).containsExactly(100, 100, 50);
        assertThat(slices)
                .extracting(slice -> slice.getMetadata().getName())
                .containsExactly("web-0", "web-1", "web-2");
    }

    @Test
    void endpointsWithoutAddressesHaveNone() {
        assertThat(EndpointSlices.of(new EndpointsBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .endMetadata()
                        .build()))
                .isEmpty();
    }

    @Test
    void somebodyElsesSliceIsNoMirror() {
        EndpointSlice foreign = new EndpointSliceBuilder()
                .withNewMetadata()
                .withName("web-0")
                .withLabels(Map.of("kubernetes.io/service-name", "web"))
                .endMetadata()
                .build();

        assertThat(EndpointSlices.isMirror(foreign)).isFalse();
    }

    private static Endpoints endpoints(List<EndpointAddress> ready, List<EndpointAddress> notReady) {
        return new EndpointsBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("web")
                .addToLabels("tier", "front")
                .endMetadata()
                .addNewSubset()
                .withAddresses(ready)
                .withNotReadyAddresses(notReady)
                .addNewPort()
                .withPort(8080)
                .withProtocol("TCP")
                .endPort()
                .endSubset()
                .build();
    }

    private static EndpointAddress address(String ip) {
        return new EndpointAddressBuilder().withIp(ip).build();
    }
}
