/**
 * The only seam between the suite and what it tests: the runner gives a cluster, the world asks what it is and what it offers.
 * It calls the probes, to find out at the start what the target has.
 * It never imports a particular implementation, and never assumes what it can ask.
 */
package dev.podproof.conformance.subject;
