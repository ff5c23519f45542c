/**
 * What passes between the HTTP face and the verbs: a request, a reply, and a stream of events.
 *
 * <p>Used by the API server's packages alone. Calls nothing. Never knows a web library; how long what may take is said as all servers say it.
 */
package dev.podproof.reference.apiserver.exchange;
