package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.Objects.Outcome;
import java.util.concurrent.CompletionException;

/** What every cluster has from the start: its first namespaces, and the service that leads to the API server. */
final class Bootstrap {

    private final Kinds kinds;
    private final Objects objects;
    private final Create create;
    private final Admission admission;

    Bootstrap(Kinds kinds, Objects objects, Create create, Admission admission) {
        this.kinds = kinds;
        this.objects = objects;
        this.create = create;
        this.admission = admission;
    }

    /** Makes what is missing, and brings up to date where the API server is reached. */
    void run(String serviceAddress, String address, int port) {
        for (var name : new String[] {"default", "kube-system", "kube-node-lease"}) {
            ensure("namespaces", "", named(name));
        }
        var service = named("kubernetes");
        var spec = service.putObject("spec").put("type", "ClusterIP").put("clusterIP", serviceAddress);
        spec.putArray("ports").addObject().put("name", "https").put("port", 443).put("targetPort", port);
        label(service);
        ensure("services", "default", service);
        var endpoints = named("kubernetes");
        label(endpoints);
        var subset = endpoints.putArray("subsets").addObject();
        subset.putArray("addresses").addObject().put("ip", address);
        subset.putArray("ports")
                .addObject()
                .put("name", "https")
                .put("port", port)
                .put("protocol", "TCP");
        ensure("endpoints", "default", endpoints.deepCopy());
        replaceSubsets(endpoints);
    }

    private void ensure(String resource, String namespace, ObjectNode object) {
        var kind = kinds.named(resource);
        var target = new Target(kind, namespace, Json.text(object, "metadata", "name"), "");
        if (objects.shelf(kind).get(target.key()).isPresent()) {
            return;
        }
        Bodies.named(object, kind.apiVersion(), kind.name());
        create.prepare(target, object);
        admission.create(kind, object, false);
        try {
            objects.create(kind, object, false).toCompletableFuture().join();
        } catch (CompletionException e) {
            // Another master that starts at the same moment may have been faster.
            if (!(e.getCause() instanceof ApiException refusal) || refusal.reason() != Reason.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    private void replaceSubsets(ObjectNode endpoints) {
        var target = new Target(kinds.named("endpoints"), "default", "kubernetes", "");
        objects.edit(target, false, current -> {
                    var document = current.document();
                    document.set("subsets", endpoints.get("subsets"));
                    return new Outcome.Put(document);
                })
                .toCompletableFuture()
                .join();
    }

    private static ObjectNode named(String name) {
        var object = Json.object();
        object.putObject("metadata").put("name", name);
        return object;
    }

    private static void label(ObjectNode object) {
        Json.child((ObjectNode) object.get("metadata"), "labels")
                .put("component", "apiserver")
                .put("provider", "kubernetes");
    }
}
