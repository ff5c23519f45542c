/**
 * The host's files as root may touch them where containers can write; called by {@code node} and {@code node.volume}.
 * Calls the kernel, through java.nio and one function of the C library.
 * Never follows a link that a container could have made, and nobody else in {@code node} opens, makes or removes a file (docs/adr/0041).
 */
package dev.podproof.reference.node.files;
