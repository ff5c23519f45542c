/**
 * Called by the components that decide about the model's objects in the form of the client's classes: scheduler, controllers, and the
 * admission of nodes. Calls nothing but the rules of the kinds: what an object says is a function of the object. Never reads the cluster,
 * the clock or a document.
 */
package dev.podproof.reference.model;
