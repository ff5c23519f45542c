package dev.podproof.reference.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * What one word says about a pod, how many of its containers are ready, and how often they were restarted: the phase
 * alone hides what people look for, so the most telling state of a container takes its place.
 */
final class PodStatus {
    private final JsonNode pod;
    private final JsonNode status;

    PodStatus(JsonNode pod) {
        this.pod = pod;
        this.status = pod.path("status");
    }

    String ready() {
        int ready = 0;
        for (JsonNode container : status.path("containerStatuses")) {
            if (isServing(container)) {
                ready++;
            }
        }
        return ready + "/" + pod.path("spec").path("containers").size();
    }

    String word() {
        String word = wordOfStates();
        boolean ended = word.equals("Succeeded") || word.equals("Failed") || word.equals("Completed");
        if (!pod.path("metadata").has("deletionTimestamp") || ended) {
            return word;
        }
        return status.path("reason").asText().equals("NodeLost") ? "Unknown" : "Terminating";
    }

    /** The number, and how long ago the last one was. */
    String restarts(Instant now) {
        int count = 0;
        Instant last = null;
        for (JsonNode container : status.path("containerStatuses")) {
            count += container.path("restartCount").asInt();
            JsonNode finished = container.path("lastState").path("terminated").path("finishedAt");
            if (finished.isTextual()) {
                Instant at = HumanDuration.time(finished).orElse(last);
                last = last == null || (at != null && at.isAfter(last)) ? at : last;
            }
        }
        return count == 0 || last == null
                ? String.valueOf(count)
                : count + " (" + HumanDuration.of(Duration.between(last, now)) + " ago)";
    }

    private String wordOfStates() {
        String phase = status.path("reason").asText(status.path("phase").asText());
        String initializing = wordOfInitContainers();
        if (initializing != null) {
            return initializing;
        }
        String word = phase;
        boolean running = false;
        JsonNode containers = status.path("containerStatuses");
        for (int i = containers.size() - 1; i >= 0; i--) {
            JsonNode container = containers.get(i);
            JsonNode waiting = container.path("state").path("waiting").path("reason");
            JsonNode terminated = container.path("state").path("terminated");
            if (waiting.isTextual() && !waiting.asText().isEmpty()) {
                word = waiting.asText();
            } else if (terminated.isObject()) {
                word = end(terminated);
            } else if (isServing(container)) {
                running = true;
            }
        }
        if (word.equals("Completed") && running) {
            return isReady() ? "Running" : "NotReady";
        }
        return word;
    }

    private String wordOfInitContainers() {
        JsonNode containers = status.path("initContainerStatuses");
        for (int i = 0; i < containers.size(); i++) {
            JsonNode state = containers.get(i).path("state");
            JsonNode terminated = state.path("terminated");
            if (terminated.isObject() && terminated.path("exitCode").asInt() == 0) {
                continue;
            }
            if (terminated.isObject()) {
                return "Init:" + end(terminated);
            }
            String waiting = state.path("waiting").path("reason").asText();
            return waiting.isEmpty() || waiting.equals("PodInitializing")
                    ? "Init:" + i + "/"
                            + pod.path("spec").path("initContainers").size()
                    : "Init:" + waiting;
        }
        return null;
    }

    private boolean isReady() {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private static boolean isServing(JsonNode container) {
        return container.path("ready").asBoolean() && container.path("state").has("running");
    }

    private static String end(JsonNode terminated) {
        String reason = terminated.path("reason").asText();
        if (!reason.isEmpty()) {
            return reason;
        }
        int signal = terminated.path("signal").asInt();
        return signal != 0
                ? "Signal:" + signal
                : "ExitCode:" + terminated.path("exitCode").asInt();
    }
}
