/**
 * Called by benchmarks and simulations, which give it to hosts' agents in place of an engine. Calls nobody but the listeners it is given.
 * Never starts a process: what it says of containers is all there is to them.
 */
package dev.podproof.reference.node.runtime.hollow;
