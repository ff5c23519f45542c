package dev.podproof.report.verdict;

/**
 * What a run has cost the hosts beside its pods.
 *
 * @param programs started in containers from outside, by exec
 * @param commands run by these programs
 * @param calls made from containers
 * @param repeats tries of calls beyond the first ones
 * @param requests to the API that were made again because it said that they may be
 */
public record Effort(int programs, int commands, int calls, int repeats, int requests) {
    static final Effort NONE = new Effort(0, 0, 0, 0, 0);
}
