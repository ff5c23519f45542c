/**
 * The vocabulary of the features, a class per noun: Cucumber calls it.
 * A step asks the world to make something, or compares what the world shows with what the requirement says.
 * It never polls, calls or runs anything by itself.
 */
package dev.podproof.conformance.steps;
