/**
 * Who is who in a cluster: its certificate authority, the credentials made from it, and what each identity may do.
 *
 * <p>Called by whoever makes a cluster (hosts, tests) to get files, and by the API server to recognize and to judge a caller.
 * Calls BouncyCastle, the JDK's security classes, and the forms of names and addresses. Never opens a socket, never writes a file, and never shows a secret in text.
 */
package dev.podproof.reference.security;
