/**
 * Called by the master, which starts and closes it. Calls the Kubernetes API: its discovery for the kinds that there are, watches of all of
 * them, and writes to delete objects whose owners are gone and to let go owners that wait for what they own. Never deletes an object
 * that names no owner, and never believes a watch alone that an owner is gone.
 */
package dev.podproof.reference.controller.garbage;
