/**
 * Called by {@code main} alone, which puts these decorators between the parts of the reference when it is told to: each fault is a deliberate violation
 * of what the specification asks for, so that it can be seen whether the suite notices. Calls the interfaces that it stands in front of. Never
 * known to the parts themselves, and in no process that was not started with {@code --faults}.
 */
package dev.podproof.reference.faults;
