package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import java.util.List;

/** What an object needs from the rest of the cluster before it can be stored. */
final class Admission {

    /** Takes back what was given to an object that was not stored after all. */
    interface Admitted {
        Admitted NOTHING = () -> {};

        /** May be called more than once. */
        void undo();
    }

    private final Objects objects;
    private final Kind namespaces;
    private final ServiceAllocation services;

    Admission(Objects objects, Kinds kinds, ServiceAllocation services) {
        this.objects = objects;
        this.namespaces = kinds.named("namespaces");
        this.services = services;
    }

    /** Lets a new object in, and gives it what it needs. */
    Admitted create(Kind kind, ObjectNode object, boolean dryRun) {
        if (kind.namespaced()) {
            requireNamespace(kind, object);
        }
        return kind.resource().equals("services") ? services.create(object, dryRun) : Admitted.NOTHING;
    }

    /** Lets a changed object in. */
    Admitted update(Kind kind, ObjectNode old, ObjectNode object, boolean dryRun) {
        return kind.resource().equals("services") ? services.update(old, object, dryRun) : Admitted.NOTHING;
    }

    private void requireNamespace(Kind kind, ObjectNode object) {
        var name = Json.text(object, "metadata", "namespace");
        var namespace = objects.find(namespaces, "", name).orElseThrow(() -> Objects.notFound(namespaces, name));
        if (Json.text(namespace.document(), "status", "phase").equals("Terminating")) {
            var subject = kind.subject(Json.text(object, "metadata", "name"));
            throw new ApiException(
                    Reason.FORBIDDEN,
                    kind.resource() + " \"" + subject.name()
                            + "\" is forbidden: unable to create new content in namespace " + name
                            + " because it is being terminated",
                    subject,
                    List.of(new ApiException.Cause(
                            "NamespaceTerminating",
                            "namespace " + name + " is being terminated",
                            "metadata.namespace")));
        }
    }
}
