package dev.podproof.conformance.world;

/** Takes what a scenario observes into the record of the run. */
@FunctionalInterface
public interface Recorder {
    /** Adds a document of that media type; called on the scenario's own thread. */
    void record(String mediaType, String document);
}
