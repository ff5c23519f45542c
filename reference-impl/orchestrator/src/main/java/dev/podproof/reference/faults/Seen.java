package dev.podproof.reference.faults;

import dev.podproof.reference.node.runtime.Container;

/** A container that is shown as something else than the engine shows it. */
final class Seen {
    private Seen() {}

    static Container at(Container own, String address) {
        return with(own, address, own.exitCode());
    }

    static Container ended(Container own, int code) {
        return with(own, own.address(), code);
    }

    private static Container with(Container own, String address, int code) {
        return new Container(
                own.id(),
                own.name(),
                own.image(),
                own.imageId(),
                own.labels(),
                own.state(),
                own.createdAt(),
                own.startedAt(),
                own.finishedAt(),
                code,
                own.outOfMemory(),
                own.error(),
                address,
                own.stopSignal());
    }
}
