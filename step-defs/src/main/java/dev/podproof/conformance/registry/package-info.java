/**
 * Stores of registrations that users run in pods of their own, beside a cluster's services, variables and names: the steps call it to run
 * one, to let pods register there, and to look who is registered.
 * It speaks to each store in the store's own protocol, with the applets of the pods' image alone, so that no client has to be had too.
 * It never waits, and compares nothing.
 */
package dev.podproof.conformance.registry;
