/**
 * How a patch changes a document: JSON patch (RFC 6902), JSON merge patch (RFC 7396) and Kubernetes' strategic merge patch. Called by the API
 * server's patch verb; calls nothing. A JSON patch uses up the document that it changes; the others make a new one.
 */
package dev.podproof.reference.api.patch;
