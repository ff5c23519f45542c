/**
 * The forms in which clients get objects: as they are, as rows of a table, or as their metadata alone.
 *
 * <p>Called by the verbs that read. Calls the rules for tables. Never changes what is shown.
 */
package dev.podproof.reference.apiserver.render;
