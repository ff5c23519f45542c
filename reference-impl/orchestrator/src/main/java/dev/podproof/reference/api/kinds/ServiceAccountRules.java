package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Service accounts. */
public final class ServiceAccountRules implements Rules {

    /** Its secrets are of its own namespace: of a reference, the name says all. */
    @Override
    public void canonicalize(ObjectNode object) {
        for (var item : object.path("secrets")) {
            ((ObjectNode) item).retain("name");
        }
    }
}
