/**
 * Holds a cluster against the features and records what happens: called by the command line, and by the build's own conformance run.
 * It calls the hosts module or a kubeconfig for the cluster, the JUnit Platform with Cucumber for the scenarios, and the verdict on the record.
 * It never decides an outcome, never writes to a terminal and never reads flags, the environment or a clock that it was not given.
 */
package dev.podproof.report.run;
