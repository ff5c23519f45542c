package dev.podproof.reference.controller.endpoints;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.controller.ReconcileLoop;
import dev.podproof.reference.view.Changes;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Keeps the Endpoints of every service with a selector equal to what its pods offer: ready ones take traffic, the others
 * are listed as not ready (SVC-02, SVC-05). Services without a selector are left alone (SVC-06).
 */
public final class EndpointsController implements AutoCloseable {

    private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
    private static final String MANAGER = "endpoint-controller";
    private static final String HEADLESS = "service.kubernetes.io/headless";

    private final OneByOne waking = new OneByOne("finding a pod's services");
    private final OneByOne offering = new OneByOne("listing pods behind services");
    private final KubernetesClient client;
    private final ClusterView view;
    private final ReconcileLoop<Key> loop;

    private record Key(String namespace, String name) {
        static Key of(HasMetadata object) {
            return new Key(
                    object.getMetadata().getNamespace(), object.getMetadata().getName());
        }
    }

    public EndpointsController(KubernetesClient client, ClusterView view, ScheduledExecutorService executor) {
        this.client = client;
        this.view = view;
        this.loop = new ReconcileLoop<>("endpoints", executor, this::reconcile);
    }

    /** Begins to follow services, pods and endpoints. */
    public void start() {
        view.list(Pod.class);
        view.list(Endpoints.class);
        view.follow(Service.class, Changes.any(service -> loop.add(Key.of(service))));
        view.follow(Pod.class, this::podChanged);
        view.follow(Endpoints.class, Changes.any(this::endpointsChanged));
    }

    @Override
    public void close() {
        loop.close();
    }

    private void podChanged(Pod before, Pod after) {
        Pod pod = after != null ? after : before;
        waking.each(view.list(Service.class, pod.getMetadata().getNamespace()), service -> {
            if (selects(service, before) || selects(service, after)) {
                loop.add(Key.of(service));
            }
        });
    }

    private void endpointsChanged(Endpoints endpoints) {
        if (isOurs(endpoints)
                || view.find(Service.class, namespace(endpoints), name(endpoints))
                        .isPresent()) {
            loop.add(Key.of(endpoints));
        }
    }

    private void reconcile(Key key) {
        Optional<Service> service = view.find(Service.class, key.namespace(), key.name());
        Optional<Endpoints> current = view.find(Endpoints.class, key.namespace(), key.name());
        if (service.isEmpty()) {
            current.ifPresent(this::delete);
        } else if (hasSelector(service.get())) {
            write(service.get(), current);
        }
    }

    private void write(Service service, Optional<Endpoints> current) {
        List<Pod> pods = view.list(Pod.class, namespace(service)).stream()
                .filter(pod -> selects(service, pod))
                .toList();
        List<EndpointSubset> subsets = EndpointSubsets.of(service, pods, offering);
        Map<String, String> labels = labels(service);
        if (current.isEmpty()) {
            create(service, labels, subsets);
        } else if (!subsets.equals(current.get().getSubsets())
                || !labels.equals(current.get().getMetadata().getLabels())) {
            Endpoints changed = new EndpointsBuilder(current.get())
                    .editMetadata()
                    .withLabels(labels)
                    .endMetadata()
                    .withSubsets(subsets)
                    .build();
            client.endpoints().inNamespace(namespace(service)).resource(changed).update();
        }
    }

    private void create(Service service, Map<String, String> labels, List<EndpointSubset> subsets) {
        Endpoints endpoints = new EndpointsBuilder()
                .withNewMetadata()
                .withNamespace(namespace(service))
                .withName(name(service))
                .withLabels(labels)
                .endMetadata()
                .withSubsets(subsets)
                .build();
        client.endpoints().inNamespace(namespace(service)).resource(endpoints).create();
    }

    private void delete(Endpoints endpoints) {
        ApiErrors.ignoringGone(() -> client.endpoints()
                .inNamespace(namespace(endpoints))
                .withName(name(endpoints))
                .delete());
    }

    private static Map<String, String> labels(Service service) {
        Map<String, String> labels = new HashMap<>();
        if (service.getMetadata().getLabels() != null) {
            labels.putAll(service.getMetadata().getLabels());
        }
        labels.put(MANAGED_BY, MANAGER);
        if ("None".equals(service.getSpec().getClusterIP())) {
            labels.put(HEADLESS, "");
        }
        return labels;
    }

    private static boolean isOurs(Endpoints endpoints) {
        Map<String, String> labels = endpoints.getMetadata().getLabels();
        return labels != null && MANAGER.equals(labels.get(MANAGED_BY));
    }

    private static boolean hasSelector(Service service) {
        return service.getSpec() != null
                && !"ExternalName".equals(service.getSpec().getType())
                && service.getSpec().getSelector() != null
                && !service.getSpec().getSelector().isEmpty();
    }

    private static boolean selects(Service service, Pod pod) {
        return pod != null
                && hasSelector(service)
                && pod.getMetadata().getLabels() != null
                && pod.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(service.getSpec().getSelector().entrySet());
    }

    private static String namespace(HasMetadata object) {
        return object.getMetadata().getNamespace();
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }
}
