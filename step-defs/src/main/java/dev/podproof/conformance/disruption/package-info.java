/**
 * Takes hosts away from a cluster and gives them back: called by the steps of scenarios that are tagged {@code @disruptive} and run alone.
 * It calls the target's Docker hosts, and asks the API whether a host is back.
 * It never leaves a host disturbed: the world undoes whatever was done when the scenario ends, however it ends.
 */
package dev.podproof.conformance.disruption;
