/**
 * Called by the components that decide about the model's objects in the form of the client's classes: scheduler and controllers.
 * Calls nothing: what an object says is a function of the object. Never reads the cluster, the clock or a document.
 */
package dev.podproof.reference.model;
