/**
 * The command line: started by the launcher with what a person typed.
 * It calls the run, the verdict, the renderer and the hosts module, and is the only place that reads flags and the environment, writes to a
 * terminal and knows the system's clock.
 * It never tests or judges anything itself.
 */
package dev.podproof.report.cli;
