package dev.podproof.hosts;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One cluster with two hosts for all tests of this module: it starts when the first test asks for it, and is taken away after the last.
 *
 * <pre>{@code
 * @ExtendWith(SharedCluster.class)
 * class SomethingIT {
 *     @Test
 *     void a_pod_runs(KubernetesClient client) {
 *         client.resource(pod).create(); // in a namespace that only this class uses
 *     }
 * }
 * }</pre>
 *
 * A constructor, a {@code @BeforeAll} or a test may take
 * <ul>
 *   <li>a {@link ReferenceCluster}: the cluster itself. Its hosts are everybody's: leave it as it was found, or start one of your own;
 *   <li>a {@link KubernetesClient}: the administrator's, whose namespace belongs to the test class and goes with it.
 * </ul>
 */
public final class SharedCluster implements ParameterResolver {
    private static final Namespace STORE = Namespace.create(SharedCluster.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == ReferenceCluster.class || type == KubernetesClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ReferenceCluster.class ? cluster(context) : client(context);
    }

    private static ReferenceCluster cluster(ExtensionContext context) {
        // The root's store is closed when all tests of this JVM are done, and closes what is in it.
        return context.getRoot()
                .getStore(STORE)
                .computeIfAbsent("cluster", key -> new Started(start()), Started.class)
                .cluster();
    }

    private static ReferenceCluster start() {
        var cluster = ReferenceCluster.builder().name("hosts-it").hosts(2).build();
        cluster.start();
        return cluster;
    }

    private static KubernetesClient client(ExtensionContext context) {
        var testClass = context;
        while (testClass.getParent().flatMap(ExtensionContext::getTestClass).isPresent())
            testClass = testClass.getParent().orElseThrow();
        var name = testClass.getRequiredTestClass().getSimpleName();
        var cluster = cluster(context);
        return testClass
                .getStore(STORE)
                .computeIfAbsent("client", key -> InNamespace.of(cluster, name), InNamespace.class)
                .client();
    }

    private record Started(ReferenceCluster cluster) implements AutoCloseable {
        @Override
        public void close() {
            cluster.stop();
        }
    }

    private record InNamespace(KubernetesClient client) implements AutoCloseable {
        static InNamespace of(ReferenceCluster cluster, String testClass) {
            var name = testClass.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
            var config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
            config.setNamespace(name);
            var client = new KubernetesClientBuilder().withConfig(config).build();
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
            return new InNamespace(client);
        }

        /** Does not wait for the namespace's end: the next class has its own. */
        @Override
        public void close() {
            try (client) {
                client.namespaces().withName(client.getNamespace()).delete();
            }
        }
    }
}
