/**
 * Runs the host's own tools ({@code ip}, {@code nft}, {@code sysctl}) for {@code network} and {@code proxy}.
 * Calls nothing of ours, only the operating system.
 * Never passes words through a shell, never waits without a limit, and never decides what to run.
 */
package dev.podproof.reference.host;
