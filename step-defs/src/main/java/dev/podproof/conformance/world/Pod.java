package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A pod as the API last showed it. */
public record Pod(String namespace, String name, JsonNode document) implements Peer {
    /** The variable that holds the port on which a container answers on localhost alone. */
    static final String LOCALHOST = "LOCALHOST";

    /** The variable that holds the port on which a container takes much and sends much. */
    static final String LARGE = "LARGE";

    /** A label of pods that stand for the whole run. */
    static final String STANDING = "podproof.dev/standing";

    /** The address that the API reports; empty while there is none. */
    @Override
    public String address() {
        return document.path("status").path("podIP").asText();
    }

    @Override
    public String host() {
        return document.path("spec").path("nodeName").asText();
    }

    /** All addresses that the API reports, of each version of IP one. */
    public List<String> addresses() {
        List<String> all = new ArrayList<>(List.of(address()));
        all.addAll(document.path("status").path("podIPs").findValuesAsText("ip"));
        return all.stream().distinct().toList();
    }

    /** The value of a label; empty without it. */
    public String label(String name) {
        return document.path("metadata").path("labels").path(name).asText();
    }

    public List<String> containers() {
        return eachContainer().map(container -> container.path("name").asText()).toList();
    }

    public String phase() {
        return document.path("status").path("phase").asText();
    }

    /** The UID of the controller that owns it; empty without one. */
    public String controller() {
        return StreamSupport.stream(
                        document.path("metadata").path("ownerReferences").spliterator(), false)
                .filter(owner -> owner.path("controller").asBoolean())
                .map(owner -> owner.path("uid").asText())
                .findFirst()
                .orElse("");
    }

    /** The UIDs of all its owners, whether they control it or not. */
    public List<String> owners() {
        return document.path("metadata").path("ownerReferences").findValuesAsText("uid");
    }

    /** What the host's container runtime calls its containers now. */
    public List<String> containerIds() {
        return document.path("status").path("containerStatuses").findValuesAsText("containerID").stream()
                .sorted()
                .toList();
    }

    @Override
    public String container() {
        List<String> all = containers();
        if (all.size() != 1) {
            throw new IllegalStateException("Pod " + name + " has the containers " + all + ": the step must name one");
        }
        return all.get(0);
    }

    /** What its containers were declared to listen on. */
    @Override
    public Set<String> doors() {
        return eachContainer().flatMap(container -> doors(container).stream()).collect(Collectors.toSet());
    }

    /** Every port that the program of one of its containers opens. */
    Set<String> listening(String name) {
        Set<String> all = new TreeSet<>();
        eachContainer()
                .filter(container -> container.path("name").asText().equals(name))
                .forEach(container -> {
                    all.addAll(doors(container));
                    for (JsonNode variable : container.path("env")) {
                        if (List.of(LOCALHOST, LARGE)
                                .contains(variable.path("name").asText())) {
                            all.add("TCP:" + variable.path("value").asText());
                            all.add("UDP:" + variable.path("value").asText());
                        }
                    }
                });
        return all;
    }

    private Stream<JsonNode> eachContainer() {
        return StreamSupport.stream(document.path("spec").path("containers").spliterator(), false);
    }

    private static Set<String> doors(JsonNode container) {
        return StreamSupport.stream(container.path("ports").spliterator(), false)
                .map(port -> port.path("protocol").asText("TCP") + ":"
                        + port.path("containerPort").asInt())
                .collect(Collectors.toSet());
    }

    @Override
    public boolean isOnHostNetwork() {
        return document.path("spec").path("hostNetwork").asBoolean();
    }

    /** Whether it stands for the whole run. */
    public boolean stands() {
        return label(STANDING).equals("yes");
    }

    /** Refuses, for a pod that stands for the whole run, what would make it another for the scenarios that come. */
    static void mayBeChanged(Peer peer) {
        if (peer instanceof Pod pod && pod.stands()) {
            throw new IllegalStateException(
                    "pod " + pod.name() + " stands for the whole run and is not changed by a scenario");
        }
    }

    public String uid() {
        return document.path("metadata").path("uid").asText();
    }

    /** What the API says of a container; a missing node before it says anything. */
    public JsonNode status(String container) {
        return StreamSupport.stream(
                        document.path("status").path("containerStatuses").spliterator(), false)
                .filter(status -> status.path("name").asText().equals(container))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** Whether all its containers have ended for good. */
    public boolean hasEnded() {
        return phase().equals("Succeeded") || phase().equals("Failed");
    }

    public boolean isRunning() {
        JsonNode statuses = document.path("status").path("containerStatuses");
        boolean all = statuses.size() == containers().size()
                && StreamSupport.stream(statuses.spliterator(), false)
                        .allMatch(status -> status.path("state").has("running"));
        return all && !address().isEmpty();
    }

    /**
     * Why the image of one of its containers can't be had, or may not be run by its user, in the words of its host; empty while nothing is said
     * of that.
     */
    public Optional<String> lacksImage() {
        return StreamSupport.stream(
                        document.path("status").path("containerStatuses").spliterator(), false)
                .map(status -> status.path("state").path("waiting"))
                .filter(waiting ->
                        waiting.path("reason").asText().matches("Err.*Image.*|ImagePullBackOff|InvalidImageName")
                                || waiting.path("message").asText().contains("runAsNonRoot"))
                .map(waiting -> waiting.path("reason").asText() + " "
                        + waiting.path("message").asText())
                .findFirst();
    }

    /** Its state in a line, for messages. */
    public String summary() {
        String states = StreamSupport.stream(
                        document.path("status").path("containerStatuses").spliterator(), false)
                .map(status -> status.path("name").asText() + " " + status.path("state"))
                .collect(Collectors.joining(", "));
        String reason = document.path("status").path("conditions").findValuesAsText("message").stream()
                .collect(Collectors.joining("; "));
        return name + " on " + (host().isEmpty() ? "no host" : host()) + ": "
                + document.path("status").path("phase").asText("no phase") + " " + states + " " + reason;
    }
}
