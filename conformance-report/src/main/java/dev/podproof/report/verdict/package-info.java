/**
 * What was recorded becomes a report: called by the command line while a run goes on and at its end, and when a report is rebuilt.
 * It calls Cucumber's query library over the recorded messages and reads the specification's requirements as values.
 * It never runs anything, never asks a cluster, knows no clock and no file: the same messages always give the same report.
 */
package dev.podproof.report.verdict;
