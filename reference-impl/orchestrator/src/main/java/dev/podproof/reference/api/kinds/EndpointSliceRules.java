package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Slices of endpoints, which say of every port what it is. */
public final class EndpointSliceRules implements Rules {

    @Override
    public void defaults(ObjectNode object) {
        for (var item : object.path("ports")) {
            var port = (ObjectNode) item;
            port.putIfAbsent("name", port.textNode(""));
            port.putIfAbsent("protocol", port.textNode("TCP"));
        }
    }
}
