package dev.podproof.hosts;

import java.util.Locale;

/** What a host does in its cluster: the one master runs the control plane, nodes run pods. */
public enum Role {
    MASTER,
    NODE;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Role ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
