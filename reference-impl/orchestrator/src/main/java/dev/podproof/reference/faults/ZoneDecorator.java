package dev.podproof.reference.faults;

import dev.podproof.reference.dns.zone.Answer;
import dev.podproof.reference.dns.zone.Zone;

/** A zone that answers as the real one does; what it answers else is for faults to say. */
class ZoneDecorator implements Zone {
    final Zone real;

    ZoneDecorator(Zone real) {
        this.real = real;
    }

    @Override
    public Answer find(String name) {
        return real.find(name);
    }

    @Override
    public String origin() {
        return real.origin();
    }

    @Override
    public long version() {
        return real.version();
    }
}
