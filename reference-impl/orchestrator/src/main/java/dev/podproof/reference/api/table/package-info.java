/**
 * The rows and columns that {@code kubectl get} prints, one list of columns per kind. Called by the API server when a
 * client asks for a Table; calls nothing. Never changes a document, and never reads a clock.
 */
package dev.podproof.reference.api.table;
