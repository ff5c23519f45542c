package dev.podproof.reference.apiserver.exchange;

/**
 * What others make the server hold at a moment: it all goes back when they do.
 *
 * @param connections that are open
 * @param requests bytes of requests that arrive or are worked on
 * @param answers bytes of answers that are not sent yet
 * @param waiting events that wait for readers
 * @param watches that are open
 * @param stored bytes of all objects
 * @param history bytes of the changes that are remembered
 */
public record Holdings(
        int connections, long requests, long answers, int waiting, long watches, long stored, long history) {}
