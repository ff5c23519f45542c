/**
 * Called by the controllers in the packages below, which share the loop defined here. Calls only the executor that it is
 * given. Never talks to the API server and knows no kind: what a key means is the controller's business.
 */
package dev.podproof.reference.controller;
