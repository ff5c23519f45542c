package dev.podproof.reference.controller.subnets;

import dev.podproof.reference.api.Ipv4Range;
import io.fabric8.kubernetes.api.model.Node;

/** Others that hand out subnets of the same range: what a node gets is reserved with them first. */
public interface Reservations {

    /** There are no others. */
    Reservations NONE = new Reservations() {
        @Override
        public boolean isReadyFor(Node node) {
            return true;
        }

        @Override
        public boolean reserve(Ipv4Range subnet, Node node) {
            return true;
        }
    };

    /** Whether enough is known of the node; if not, it is asked again when the node has changed. */
    boolean isReadyFor(Node node);

    /** False if somebody else has that subnet, or a part of it. */
    boolean reserve(Ipv4Range subnet, Node node);
}
