package dev.podproof.report.verdict;

import java.time.Instant;

/**
 * A time in which a scenario only waited, and left the machine to others; recorded as a part of {@link RunEnd}.
 *
 * @param worker the thread that ran the scenario
 */
public record Pause(String worker, Instant began, Instant ended) {}
