package dev.podproof.conformance.subject;

import io.fabric8.kubernetes.client.Config;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A cluster that can be tested while some of what a few scenarios need is still being made: the images of stores, and Docker hosts beside
 * it. Whoever asks for that waits for it; nobody else does.
 */
public final class GrowingCluster implements ClusterUnderTest {
    private final ClusterUnderTest cluster;
    private final SortedSet<String> stores;
    private final CompletableFuture<RegistryImages> registries;
    private final Optional<LaterHosts> bareHosts;
    private final CompletableFuture<Offers> bareOffers;

    /**
     * Takes the cluster, which lacks them so far.
     *
     * @param stores of which images are being made
     * @param registries what of those can be had in the end, and under which names
     * @param bareHosts empty where there will be none
     */
    public GrowingCluster(
            ClusterUnderTest cluster,
            Collection<String> stores,
            CompletableFuture<RegistryImages> registries,
            Optional<CompletableFuture<DockerHosts>> bareHosts) {
        this.cluster = cluster;
        this.stores = new TreeSet<>(stores);
        this.registries = registries.exceptionally(failure -> without(cluster, failure));
        this.bareHosts = bareHosts.map(LaterHosts::new);
        this.bareOffers = bareHosts
                .map(made -> made.thenApply(hosts -> new BareOffers(Optional.of(hosts), cluster.settings()).probe())
                        .exceptionally(GrowingCluster::noBareHosts))
                .orElseGet(() -> CompletableFuture.completedFuture(cluster.bareOffers()));
    }

    private RegistryImages without(ClusterUnderTest lacking, Throwable failure) {
        RegistryImages images = lacking.settings().registries();
        for (String store : stores) {
            images = images.without(store, reason(failure));
        }
        return images;
    }

    private static Offers noBareHosts(Throwable failure) {
        String why = "no bare Docker hosts could be started: " + reason(failure);
        return Offers.none().without("host-control", why).without(Offers.APPLETS, why);
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return String.valueOf(cause.getMessage());
    }

    @Override
    public String name() {
        return cluster.name();
    }

    @Override
    public Config access() {
        return cluster.access();
    }

    @Override
    public Offers offers() {
        Offers known = cluster.offers();
        for (String store : stores) {
            String need = RegistryImages.needOf(store);
            known = registries.isDone()
                    ? known.put(need, registries.join().whyNot(store))
                    : known.without(need, "its image is still being made");
        }
        return known;
    }

    @Override
    public Offers offers(Collection<String> needs) {
        if (stores.stream().map(RegistryImages::needOf).anyMatch(needs::contains)) {
            registries.join();
        }
        return offers();
    }

    @Override
    public boolean isComplete() {
        return registries.isDone() && bareOffers.isDone();
    }

    @Override
    public Optional<DockerHosts> dockerHosts() {
        return cluster.dockerHosts();
    }

    @Override
    public Optional<DockerHosts> bareHosts() {
        return bareHosts.map(hosts -> hosts);
    }

    @Override
    public Optional<HostPool> hostPool() {
        return cluster.hostPool();
    }

    @Override
    public Offers bareOffers() {
        return bareOffers.join();
    }

    @Override
    public Settings settings() {
        Settings known = cluster.settings();
        return registries.isDone() ? known.withRegistries(registries.join()) : known;
    }
}
