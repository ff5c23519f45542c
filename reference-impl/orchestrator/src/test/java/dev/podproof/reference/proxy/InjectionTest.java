package dev.podproof.reference.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.api.Ipv4Range;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Text that the kernel's rules are made of, where an API has let through what ours would refuse. */
class InjectionTest {

    private static final List<String> HOSTILE = List.of(
            "x\nadd table ip evil",
            "x; flush ruleset",
            "x } ; add table ip evil {",
            "x\" comment \"evil",
            "x' evil",
            "x$(evil)",
            "x\\nevil",
            "x\tevil",
            "x\0evil",
            "x evil");

    /** Letters, digits and what rules are made of: quotes, semicolons inside a name, control characters are none of it. */
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9 ._/{}:,;@|x=!&$<>()*-]*", Pattern.CASE_INSENSITIVE);

    private final Ruleset ruleset = new Ruleset(Ipv4Range.parse("10.96.0.0/16"));

    @ParameterizedTest
    @MethodSource
    void a_field_with_more_in_it_than_it_should_have_is_not_served(Service service, Endpoints endpoints) {
        List<VirtualPort> ports = Stream.concat(
                        VirtualPort.of(service, Optional.of(endpoints)).stream(),
                        VirtualPort.of(
                                service("good").build(),
                                Optional.of(endpoints("good").build()))
                                .stream())
                .toList();

        String rules = ruleset.complete(ports);

        assertThat(rules).doesNotContain("evil", "flush ruleset").contains("ns/good/tcp/80");
        assertThat(rules.lines()).allMatch(line -> PLAIN.matcher(line).matches());
    }

    static Stream<Arguments> a_field_with_more_in_it_than_it_should_have_is_not_served() {
        return HOSTILE.stream()
                .flatMap(text -> Stream.of(
                        service(s -> s.editMetadata().withName(text).endMetadata()),
                        service(s -> s.editMetadata().withNamespace(text).endMetadata()),
                        service(s -> s.editSpec().withClusterIP(text).endSpec()),
                        service(s -> s.editSpec()
                                .withClusterIP("10.96.0.9" + text.substring(1))
                                .endSpec()),
                        service(s -> s.editSpec()
                                .editFirstPort()
                                .withProtocol(text)
                                .endPort()
                                .endSpec()),
                        service(s -> s.editSpec()
                                .editFirstPort()
                                .withProtocol("TCP" + text.substring(1))
                                .endPort()
                                .endSpec()),
                        service(s -> s.editSpec().withSessionAffinity(text).endSpec()),
                        service(s -> s.editSpec().withExternalIPs(text).endSpec()),
                        endpoints(e -> e.editFirstSubset()
                                .editFirstAddress()
                                .withIp(text)
                                .endAddress()
                                .endSubset()),
                        endpoints(e -> e.editFirstSubset()
                                .editFirstAddress()
                                .withIp("10.244.9.9" + text.substring(1))
                                .endAddress()
                                .endSubset()),
                        endpoints(e -> e.editFirstSubset()
                                .editFirstPort()
                                .withProtocol(text)
                                .endPort()
                                .endSubset()),
                        endpoints(e -> e.editFirstSubset()
                                .editFirstPort()
                                .withName(text)
                                .endPort()
                                .endSubset())));
    }

    @Test
    void numbers_that_are_no_ports_are_not_served_and_the_other_ports_of_the_service_are() {
        for (Integer number : new Integer[] {null, 0, -1, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            Service service = service("web")
                    .editSpec()
                    .addNewPort()
                    .withName("other")
                    .withPort(number)
                    .endPort()
                    .endSpec()
                    .build();
            assertThat(VirtualPort.of(service, Optional.empty()))
                    .singleElement()
                    .extracting(VirtualPort::port)
                    .isEqualTo(80);
        }
        Service nodePort = service("web")
                .editSpec()
                .editFirstPort()
                .withNodePort(-5)
                .endPort()
                .endSpec()
                .build();
        assertThat(VirtualPort.of(nodePort, Optional.empty())).isEmpty();
    }

    @Test
    void a_time_that_no_client_can_stay_for_is_taken_as_none_that_was_said() {
        for (Integer seconds : new Integer[] {null, 0, -7, 86_401, Integer.MIN_VALUE}) {
            Service service = service("web")
                    .editSpec()
                    .withSessionAffinity("ClientIP")
                    .withNewSessionAffinityConfig()
                    .withNewClientIP(seconds)
                    .endSessionAffinityConfig()
                    .endSpec()
                    .build();
            assertThat(VirtualPort.of(service, Optional.empty()))
                    .singleElement()
                    .extracting(VirtualPort::affinity)
                    .isEqualTo(Optional.of(Duration.ofHours(3)));
        }
    }

    private static Arguments service(UnaryOperator<ServiceBuilder> change) {
        return Arguments.of(
                change.apply(service("bad")).build(), endpoints("bad").build());
    }

    private static Arguments endpoints(UnaryOperator<EndpointsBuilder> change) {
        return Arguments.of(
                service("bad").build(), change.apply(endpoints("bad")).build());
    }

    private static ServiceBuilder service(String name) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withClusterIP("10.96.0.7")
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec();
    }

    private static EndpointsBuilder endpoints(String name) {
        return new EndpointsBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName(name)
                .endMetadata()
                .addNewSubset()
                .addNewAddress()
                .withIp("10.244.1.2")
                .endAddress()
                .addNewPort()
                .withPort(8080)
                .endPort()
                .endSubset();
    }
}
