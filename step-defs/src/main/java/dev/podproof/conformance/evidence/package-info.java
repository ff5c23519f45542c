/**
 * What is kept of a scenario that failed: the hooks call it before anything is cleaned up.
 * It asks the API for the scenario's objects, events and logs.
 * It never shows a secret, and never makes a failure worse: what cannot be had is said in its place.
 */
package dev.podproof.conformance.evidence;
