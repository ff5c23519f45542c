/**
 * The specification as values: called by the suite, which looks up what a requirement needs, and by the report, which shows all of them.
 * It calls nothing but the files that stand beside it on the class path (statements.yaml, requirements.yaml, *.feature).
 * It never judges, never runs a scenario, and knows no cluster.
 */
package dev.podproof.features;
