/**
 * The outer Docker Engine and the machine it is reached from: used by the images, by the bring-up and by the command line's check.
 * Calls docker-java's API and reads the environment and a few files.
 * Never changes the machine, and knows nothing of clusters.
 */
package dev.podproof.hosts.engine;
