package dev.podproof.conformance.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GrowingClusterTest {
    private final CompletableFuture<RegistryImages> registries = new CompletableFuture<>();
    private final CompletableFuture<DockerHosts> hosts = new CompletableFuture<>();
    private final GrowingCluster cluster =
            new GrowingCluster(new Standing(), List.of("etcd", "consul"), registries, Optional.of(hosts));

    @Test
    void whoNeedsNothingOfWhatIsBeingMadeDoesNotWaitForIt() {
        assertThat(cluster.offers(List.of("two-hosts", "image-zookeeper")).whyNot("two-hosts"))
                .isEmpty();
        assertThat(cluster.bareHosts()).isPresent();
        assertThat(cluster.offers().whyNot("image-etcd")).contains("its image is still being made");
        assertThat(cluster.isComplete()).isFalse();
    }

    @Test
    void whoNeedsAnImageWaitsAndFindsItsName() {
        CompletableFuture<Offers> asked = CompletableFuture.supplyAsync(() -> cluster.offers(List.of("image-etcd")));
        await().until(() -> registries.getNumberOfDependents() > 0);
        assertThat(asked).isNotDone();

        registries.complete(RegistryImages.defaults().with("etcd", "own/etcd:1").without("consul", "no package"));

        assertThat(asked.join().whyNot("image-etcd")).isEmpty();
        assertThat(asked.join().whyNot("image-consul")).contains("no package");
        assertThat(cluster.settings().registries().named("image-etcd")).contains("own/etcd:1");
    }

    @Test
    void imagesThatCouldNotBeMadeAreLackingWithTheReason() {
        registries.completeExceptionally(new IllegalStateException("no space left"));

        Offers offers = cluster.offers(List.of("image-consul"));

        assertThat(offers.whyNot("image-consul")).contains("no space left");
        assertThat(offers.whyNot("image-etcd")).contains("no space left");
        assertThat(offers.whyNot("two-hosts")).isEmpty();
    }

    @Test
    void bareHostsThatCouldNotBeStartedAreLackingWithTheReason() {
        CompletableFuture<Offers> asked = CompletableFuture.supplyAsync(cluster::bareOffers);
        assertThat(asked).isNotDone();

        hosts.completeExceptionally(new IllegalStateException("no memory"));

        assertThat(asked.join().whyNot("host-control").orElseThrow()).contains("no memory");
        assertThat(asked.join().whyNot(Offers.APPLETS).orElseThrow()).contains("no memory");
        assertThatThrownBy(() -> cluster.bareHosts().orElseThrow().list())
                .isInstanceOf(HostLost.class)
                .hasMessageContaining("no memory");
    }

    @Test
    void itIsCompleteOnceEverythingIsMade() {
        registries.complete(RegistryImages.defaults());
        assertThat(cluster.isComplete()).isFalse();

        hosts.complete(new CommandHosts(Map.of()));

        assertThat(cluster.isComplete()).isTrue();
        assertThat(cluster.bareHosts().orElseThrow().list()).isEmpty();
    }

    @Test
    void whereNoBareHostsAreMadeTheClusterSaysItselfWhatItKnowsOfThem() {
        GrowingCluster without = new GrowingCluster(
                new Standing(), List.of(), CompletableFuture.completedFuture(null), Optional.empty());

        assertThat(without.bareHosts()).isEmpty();
        assertThat(without.bareOffers().whyNot("two-hosts")).contains("none are given");
    }

    private static final class Standing implements ClusterUnderTest {
        @Override
        public String name() {
            return "standing";
        }

        @Override
        public Config access() {
            return Config.empty();
        }

        @Override
        public Offers offers() {
            return Offers.none().with("two-hosts").with("image-etcd").with("image-consul");
        }

        @Override
        public Optional<DockerHosts> dockerHosts() {
            return Optional.empty();
        }

        @Override
        public Optional<DockerHosts> bareHosts() {
            return Optional.empty();
        }

        @Override
        public Optional<HostPool> hostPool() {
            return Optional.empty();
        }

        @Override
        public Offers bareOffers() {
            return Offers.none().without("two-hosts", "none are given");
        }

        @Override
        public Settings settings() {
            return Settings.defaults();
        }
    }
}
