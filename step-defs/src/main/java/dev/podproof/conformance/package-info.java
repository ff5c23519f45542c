/**
 * The suite's own words, shared by its packages: what a step throws when a behaviour is not there, and how Cucumber is to run the features.
 * The command line's runner calls it; it calls nothing.
 * It never imports the reference: the suite must hold against a cluster that it has never seen.
 */
package dev.podproof.conformance;
