/**
 * One scenario's world: the steps call it to make pods and services in a namespace of the scenario's own, and to compare what they find.
 * It calls the probes, and waits through eventually.
 * It never outlives its scenario, never judges but through its one comparison, and knows no implementation.
 */
package dev.podproof.conformance.world;
