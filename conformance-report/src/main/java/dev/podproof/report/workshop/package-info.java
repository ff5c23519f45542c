/**
 * Workshops as things that can be executed: called by the tutorials' test, which runs every page against a cluster.
 * It calls commonmark to read a page and a bash of its own to run what stands there.
 * It never starts a cluster, and never lets a page pass in which it does not know what a block is for.
 */
package dev.podproof.report.workshop;
