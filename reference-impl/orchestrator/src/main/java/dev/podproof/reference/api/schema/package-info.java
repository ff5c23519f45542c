/**
 * Which fields each kind has, and of which types, read off the client library's model classes: the one source for what is stored,
 * what is refused, and what OpenAPI says.
 *
 * <p>Called by the API server's verbs and its OpenAPI documents. Calls Jackson's introspection. Never judges a value beyond its type.
 */
package dev.podproof.reference.api.schema;
