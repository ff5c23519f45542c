/**
 * Words of others, made fit to be shown: called by whoever passes them on, and by the log.
 * Calls nothing but the logging library, whose words these are too.
 * Never changes what a container's log or a stream carries: that is between the container and its reader.
 */
package dev.podproof.reference.text;
