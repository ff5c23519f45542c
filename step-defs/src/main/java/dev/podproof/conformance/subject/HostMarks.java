package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.Documents;
import java.util.Map;

/**
 * What a run has done to hosts and will undo, written on the hosts in the API before it is done, with whose it is: where the run is killed, the next
 * one undoes it ({@link Leftovers}).
 */
public final class HostMarks {
    static final String PREFIX = "podproof.dev/";
    static final String STOPPED = "-stopped";
    static final String CUT_OFF = "-cut-off";

    private final ApiProbe api;
    private final RunIdentity run;

    public HostMarks(ApiProbe api, RunIdentity run) {
        this.api = api;
        this.run = run;
    }

    /**
     * Sets labels, and beside each a mark of its name.
     *
     * @throws dev.podproof.conformance.NotMet when the cluster does not allow it
     */
    public void label(Host host, Map<String, String> labels) {
        ObjectNode change = Documents.yaml("{}");
        labels.forEach((label, value) -> {
            change.withObject("/metadata/labels").put(label, value);
            change.withObject("/metadata/annotations").put(label, run.mark());
        });
        change(api, host.name(), change);
    }

    public void unlabel(Host host, String label) {
        remove(api, host.name(), label);
    }

    public void stopped(Host host) {
        mark(host, STOPPED);
    }

    public void cutOff(Host host) {
        mark(host, CUT_OFF);
    }

    /** The host is back. */
    public void back(Host host) {
        ObjectNode change = Documents.yaml("{}");
        change.withObject("/metadata/annotations")
                .putNull(PREFIX + run.id() + STOPPED)
                .putNull(PREFIX + run.id() + CUT_OFF);
        change(api, host.name(), change);
    }

    /** All hosts are back that this run had taken away. */
    public void allBack() {
        Host.known(api).forEach(this::back);
    }

    private void mark(Host host, String what) {
        ObjectNode change = Documents.yaml("{}");
        change.withObject("/metadata/annotations").put(PREFIX + run.id() + what, run.mark());
        change(api, host.name(), change);
    }

    /** Takes away a mark, and the label of its name where there is one. */
    static void remove(ApiProbe api, String host, String key) {
        ObjectNode change = Documents.yaml("{}");
        change.withObject("/metadata/labels").putNull(key);
        change.withObject("/metadata/annotations").putNull(key);
        change(api, host, change);
    }

    private static void change(ApiProbe api, String host, ObjectNode change) {
        ApiProbe.granted("mark host " + host, api.merge("/api/v1/nodes/" + host, change));
    }
}
