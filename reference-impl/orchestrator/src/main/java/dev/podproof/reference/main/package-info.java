/**
 * Called by the operating system: {@code master}, {@code node} and {@code dns} are the orchestrator's programs. Calls every other package, and is the
 * only one that knows implementations, reads flags and files of configuration, and exits. Never does any of the work itself.
 */
package dev.podproof.reference.main;
