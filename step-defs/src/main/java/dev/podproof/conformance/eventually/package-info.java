/**
 * Every wait of the suite: called by the world and the steps, it polls what they give it through Awaitility.
 * Each wait has a limit, and its failure says what was last seen.
 * It never decides what is right, and nothing outside it sleeps or reads a clock.
 */
package dev.podproof.conformance.eventually;
