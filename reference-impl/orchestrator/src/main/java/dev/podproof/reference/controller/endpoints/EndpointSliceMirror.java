package dev.podproof.reference.controller.endpoints;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.controller.ReconcileLoop;
import dev.podproof.reference.view.Changes;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.Index;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says again as EndpointSlices what Endpoints say, for clients that no longer read those: {@code kubectl describe service} is one since 1.31.
 * Nothing here reads the slices, and slices that somebody else writes are left alone.
 */
public final class EndpointSliceMirror implements AutoCloseable {

    /** Our slices by {@code namespace/name} of the Endpoints that they repeat. */
    private static final Index<EndpointSlice> BY_ENDPOINTS = new Index<>(
            "endpoints",
            slice -> EndpointSlices.isMirror(slice)
                    ? List.of(key(
                            slice.getMetadata().getNamespace(),
                            slice.getMetadata().getLabels().get(EndpointSlices.SERVICE)))
                    : List.of());

    private final KubernetesClient client;
    private final ClusterView view;
    private final ReconcileLoop<String> loop;

    public EndpointSliceMirror(KubernetesClient client, ClusterView view, ScheduledExecutorService executor) {
        this.client = client;
        this.view = view;
        this.loop = new ReconcileLoop<>("endpointslices", executor, this::reconcile);
    }

    /** Begins to follow endpoints and their slices. */
    public void start() {
        view.follow(
                Endpoints.class,
                Changes.any(endpoints -> loop.add(key(
                        endpoints.getMetadata().getNamespace(),
                        endpoints.getMetadata().getName()))));
        view.follow(
                EndpointSlice.class,
                Changes.any(slice -> BY_ENDPOINTS.values().apply(slice).forEach(loop::add)));
    }

    @Override
    public void close() {
        loop.close();
    }

    private void reconcile(String endpoints) {
        String[] parts = endpoints.split("/", -1);
        Map<String, EndpointSlice> wanted =
                view.find(Endpoints.class, parts[0], parts[1]).map(EndpointSlices::of).orElse(List.of()).stream()
                        .collect(Collectors.toMap(slice -> slice.getMetadata().getName(), Function.identity()));
        for (EndpointSlice is : view.list(EndpointSlice.class, BY_ENDPOINTS, endpoints)) {
            EndpointSlice should = wanted.remove(is.getMetadata().getName());
            if (should == null) {
                ApiErrors.ignoringGone(() -> client.resource(is).delete());
            } else if (!says(is, should)) {
                client.resource(changed(is, should)).update();
            }
        }
        wanted.values().forEach(slice -> client.resource(slice).create());
    }

    private static boolean says(EndpointSlice is, EndpointSlice should) {
        return is.getEndpoints().equals(should.getEndpoints())
                && is.getPorts().equals(should.getPorts())
                && is.getMetadata().getLabels().equals(should.getMetadata().getLabels());
    }

    private static EndpointSlice changed(EndpointSlice is, EndpointSlice should) {
        return new EndpointSliceBuilder(is)
                .editMetadata()
                .withLabels(should.getMetadata().getLabels())
                .endMetadata()
                .withEndpoints(should.getEndpoints())
                .withPorts(should.getPorts())
                .build();
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
