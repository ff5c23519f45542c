package dev.podproof.hosts.engine;

import java.time.Duration;

/** Told what is being done, for a person who waits for it. Implementations may be called from several threads. */
public interface Progress {
    /** A named action begins: "network", "containers". Actions of one bring-up follow each other; what is made beside it has actions of its own. */
    void began(String action);

    /** A line on how the current action gets on; a long step says several. */
    void said(String line);

    /** The action is done. */
    void ended(String action, Duration took);

    /** Tells nobody. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void began(String action) {}

            @Override
            public void said(String line) {}

            @Override
            public void ended(String action, Duration took) {}
        };
    }
}
