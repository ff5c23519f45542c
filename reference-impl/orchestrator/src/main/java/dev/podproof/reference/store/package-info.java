/**
 * Where the cluster's state lives: keys, values, and one revision that counts every change.
 *
 * <p>Called by the API server alone. Calls nothing but the implementation's database. Never knows what the values mean.
 */
package dev.podproof.reference.store;
