package dev.podproof.reference.node.runtime;

/** Hears what happens to containers, so that nobody has to ask again and again. */
public interface RuntimeListener {

    /** A container of that pod started, ended or was removed. */
    void changed(String podUid);

    /** Events may have been missed (the connection to the engine was lost and is back): look at everything again. */
    void resync();
}
