/**
 * What is special about each kind: its defaults, what makes it valid, what of it can be selected.
 *
 * <p>Called by the API server's verbs. Calls the rules of the package above. Never looks at any object but the one at hand.
 */
package dev.podproof.reference.api.kinds;
