/**
 * How a patch changes a document: JSON merge patch (RFC 7396) and Kubernetes' strategic merge patch. Called by the API
 * server's patch verb; calls nothing. Never changes a document in place: the changed one is a new one.
 */
package dev.podproof.reference.api.patch;
