package dev.podproof.report.verdict;

/**
 * One step of an example as it went, for readers.
 *
 * @param keyword Given, When, Then, And or But; empty for a hook
 * @param status {@code passed}, {@code failed}, {@code skipped} …, in lower case
 */
public record Step(String keyword, String text, String status, double seconds) {}
