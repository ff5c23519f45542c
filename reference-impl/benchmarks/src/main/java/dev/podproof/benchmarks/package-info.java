/**
 * Measures the reference beside what it is compared with, in turn and in one run; called by a person through
 * {@code ./podproof bench}. Calls {@code dev.podproof.hosts} for a cluster and the Kubernetes API like any client.
 * Never part of the build's tests, and never judges a figure.
 */
package dev.podproof.benchmarks;
