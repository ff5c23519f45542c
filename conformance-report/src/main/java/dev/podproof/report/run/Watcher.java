package dev.podproof.report.run;

import dev.podproof.report.verdict.LiveVerdict;
import java.time.Duration;

/** Told what a run does, for somebody who waits for it. May be called from several threads. */
public interface Watcher {
    /** A phase begins: bringing hosts up, asking what the target offers, scenarios, cleaning up. */
    void began(String phase);

    /** How the current phase gets on. */
    void said(String line);

    /** The phase is over. */
    void ended(String phase, Duration took);

    /** So many examples will run. */
    void planned(int examples);

    /** One of them is over. */
    void finished(LiveVerdict.Finished example);

    /** Tells nobody. */
    static Watcher silent() {
        return new Watcher() {
            @Override
            public void began(String phase) {}

            @Override
            public void said(String line) {}

            @Override
            public void ended(String phase, Duration took) {}

            @Override
            public void planned(int examples) {}

            @Override
            public void finished(LiveVerdict.Finished example) {}
        };
    }
}
