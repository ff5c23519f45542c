/**
 * OpenAPI version 3: what clients read to learn which fields there are and how lists merge.
 *
 * <p>Called when such a document is asked for. Calls the schemas and the merge keys. Never says more than the server does.
 */
package dev.podproof.reference.apiserver.openapi;
