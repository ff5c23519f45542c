/**
 * HTTP: the only place that knows the web library.
 *
 * <p>Called by the API server, which it calls back for each request. Calls Vert.x. Never looks into a document.
 */
package dev.podproof.reference.apiserver.http;
