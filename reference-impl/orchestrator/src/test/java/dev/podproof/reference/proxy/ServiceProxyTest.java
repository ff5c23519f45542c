package dev.podproof.reference.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.testing.Components;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The proxy's loop, with a real API server and a kernel that only writes down what it is told. */
class ServiceProxyTest {

    private final Components components = new Components();
    private final List<String> scripts = new CopyOnWriteArrayList<>();
    private final AtomicBoolean refuses = new AtomicBoolean();

    @AfterEach
    void close() {
        components.close();
    }

    @Test
    void writesAllOfItAtTheStartAndThenOnlyWhatChanged() {
        service("one", "10.244.1.2");
        start();
        await().until(() -> scripts.size() == 1);
        assertThat(scripts.get(0)).startsWith("add table").contains("10.244.1.2 . 8080");

        service("two", "10.244.1.3");

        await().untilAsserted(() -> assertThat(scripts).last().asString().contains("10.244.1.3 . 8080"));
        assertThat(scripts).last().asString().doesNotContain("add table").doesNotContain("10.244.1.2");
    }

    @Test
    void tellsTheKernelNothingOfAServiceThatNobodyServes() {
        start();
        await().until(() -> scripts.size() == 1);

        service("idle");
        service("two", "10.244.1.3");

        await().until(() -> scripts.size() == 2);
        assertThat(scripts.get(1)).contains("default/two").doesNotContain("default/idle");
    }

    @Test
    void writesEverythingAnewWhenTheKernelRefuses() {
        service("one", "10.244.1.2");
        start();
        await().until(() -> scripts.size() == 1);
        refuses.set(true);

        service("two", "10.244.1.3");

        await().untilAsserted(() ->
                assertThat(scripts).last().asString().startsWith("add table").contains("default/one", "default/two"));
    }

    @Test
    void aServiceThatCannotBeReadKeepsNoOtherFromItsRules() {
        bad("before", "'spec':{'clusterIP':'10.96.3.3'}", "'subsets':[{'addresses':[{}],'ports':[{}]}]");
        bad("without", "'metadata2':{}", "'subsets':[{}]");
        bad("port", "'spec':{'clusterIP':'10.96.3.4','ports':[{'port':99999}]}", "'subsets':[]");
        bad("numbers", "'spec':{'clusterIP':'999.1.1.1','ports':[{'port':80}]}", "'subsets':[]");
        service("one", "10.244.1.2");
        start();
        await().until(() -> scripts.size() == 1);
        assertThat(scripts.get(0)).contains("10.244.1.2 . 8080").doesNotContain("99999", "999.1");

        bad(
                "meanwhile",
                "'spec':{'clusterIP':'10.96.3.5','ports':[{}]}",
                "'subsets':[{'addresses':[{}],'ports':[{}]}]");
        service("two", "10.244.1.3");

        await().untilAsserted(() -> assertThat(scripts).last().asString().contains("10.244.1.3 . 8080"));
    }

    private void bad(String name, String service, String endpoints) {
        String metadata = "'metadata':{'namespace':'default','name':'bad-" + name + "','uid':'" + name + "'},";
        components.smuggle(
                "/services/default/bad-" + name, "{'kind':'Service','apiVersion':'v1'," + metadata + service + "}");
        components.smuggle(
                "/endpoints/default/bad-" + name,
                "{'kind':'Endpoints','apiVersion':'v1'," + metadata + endpoints + "}");
    }

    @Test
    void leavesItsRulesWhenItStops() {
        service("one", "10.244.1.2");
        ServiceProxy proxy = start();
        await().until(() -> scripts.size() == 1);

        proxy.close();

        assertThat(scripts).hasSize(1);
    }

    private ServiceProxy start() {
        ServiceProxy proxy = components.part(new ServiceProxy(
                components.view, this::kernel, components.newThread(), "10.96.0.0/16", "no-such-bridge"));
        proxy.start();
        return proxy;
    }

    private String kernel(List<String> command, String input) {
        if (refuses.getAndSet(false)) {
            throw CommandFailed.failed(command, 1, "Error: Could not process rule: File exists");
        }
        scripts.add(input);
        return "";
    }

    private void service(String name, String... addresses) {
        components
                .client
                .resource(new EndpointsBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(name)
                        .endMetadata()
                        .withSubsets(addresses.length == 0 ? List.of() : List.of(subset(addresses)))
                        .build())
                .create();
        components
                .client
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
    }

    private static EndpointSubset subset(String... addresses) {
        return new EndpointSubsetBuilder()
                .withAddresses(Stream.of(addresses)
                        .map(address ->
                                new EndpointAddressBuilder().withIp(address).build())
                        .toList())
                .addNewPort()
                .withPort(8080)
                .endPort()
                .build();
    }
}
