package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.ApiProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs have done to a cluster's hosts and not undone, as {@link HostMarks} tells. */
final class LeftOnHosts {
    private final ApiProbe api;
    private final Optional<DockerHosts> hosts;
    private final Settings settings;

    LeftOnHosts(ApiProbe api, Optional<DockerHosts> hosts, Settings settings) {
        this.api = api;
        this.hosts = hosts;
        this.settings = settings;
    }

    /** A mark on a host. */
    private record Mark(String host, String key, RunIdentity owner) {
        boolean isOfHostTakenAway() {
            return key.endsWith(HostMarks.STOPPED) || key.endsWith(HostMarks.CUT_OFF);
        }
    }

    /** Undoes what is nobody's any more; waits before that for a living run that has a host in its hands. */
    List<String> undo() {
        Eventually.eventually(
                "another run to give back the hosts that it has taken away",
                settings.patience(),
                this::inOthersHands,
                List::isEmpty);
        Runs runs = Runs.in(api);
        List<String> lines = new ArrayList<>();
        for (Mark mark : marks()) {
            if (runs.hasEnded(mark.owner())) {
                lines.add(undo(mark));
            }
        }
        return lines;
    }

    private List<String> inOthersHands() {
        Runs runs = Runs.in(api);
        return marks().stream()
                .filter(mark -> mark.isOfHostTakenAway() && !runs.hasEnded(mark.owner()))
                .map(mark -> mark.host() + " by " + mark.owner().said())
                .toList();
    }

    /** Takes the labels of a run away that could not do so itself. */
    void unlabel(RunIdentity run) {
        marks().stream()
                .filter(mark -> !mark.isOfHostTakenAway() && mark.owner().id().equals(run.id()))
                .forEach(mark -> HostMarks.remove(api, mark.host(), mark.key()));
    }

    private String undo(Mark mark) {
        if (!mark.isOfHostTakenAway()) {
            HostMarks.remove(api, mark.host(), mark.key());
            return "removed label " + mark.key() + " of host " + mark.host() + ", which "
                    + mark.owner().said() + " had left";
        }
        boolean stopped = mark.key().endsWith(HostMarks.STOPPED);
        String what = "host " + mark.host() + ", which " + mark.owner().said() + " had "
                + (stopped ? "stopped" : "cut off") + " when it was killed";
        if (hosts.filter(known -> known.list().contains(mark.host())).isEmpty()) {
            return what + ", may be away still: give it back, and then its annotation " + mark.key()
                    + ", by hand, or name it with --docker-hosts FILE";
        }
        if (stopped) {
            hosts.get().start(mark.host());
        } else {
            hosts.get().heal(mark.host());
        }
        Eventually.eventually(
                "host " + mark.host() + " to be ready again",
                settings.patience(),
                () -> Host.takingPods(api),
                ready -> ready.stream().anyMatch(host -> host.name().equals(mark.host())));
        HostMarks.remove(api, mark.host(), mark.key());
        return "gave back " + what;
    }

    private List<Mark> marks() {
        List<Mark> marks = new ArrayList<>();
        for (JsonNode node : api.read("/api/v1/nodes").path("items")) {
            String host = node.path("metadata").path("name").asText();
            for (Map.Entry<String, JsonNode> each :
                    node.path("metadata").path("annotations").properties()) {
                if (each.getKey().startsWith(HostMarks.PREFIX)) {
                    RunIdentity.read(each.getValue().asText())
                            .ifPresent(owner -> marks.add(new Mark(host, each.getKey(), owner)));
                }
            }
        }
        return marks;
    }
}
