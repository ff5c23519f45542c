/**
 * Reference clusters on Docker-in-Docker hosts: used by the command line, the conformance run, the workshops, and anybody's JUnit test.
 * A bring-up is a list of named actions over the images, the outer Engine and the orchestrator's secrets.
 * Never keeps state outside container labels, and never opens a port beyond 127.0.0.1.
 */
package dev.podproof.hosts;
