package dev.podproof.report.verdict;

/**
 * One step of an example as it went, for readers.
 *
 * @param keyword Given, When, Then, And or But; empty for a hook
 * @param argument the text or the table below it; empty where there is none
 * @param status {@code passed}, {@code failed}, {@code skipped} …, in lower case
 */
public record Step(String keyword, String text, String argument, String status, double seconds) {}
