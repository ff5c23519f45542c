/**
 * Called by the master, which starts and closes it. Calls the Kubernetes API to delete objects whose owners are all gone, and to
 * let go owners that wait for what they own. Never deletes an object that names no owner.
 */
package dev.podproof.reference.controller.garbage;
