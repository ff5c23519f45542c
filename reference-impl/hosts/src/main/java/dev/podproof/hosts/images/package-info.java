/**
 * The images that hosts and pods run on: called by the bring-up, and by the command line to list or prepare them.
 * Finds, pulls or builds each through the outer Engine, from Dockerfiles that are resources of this jar.
 * Never starts a host, and never touches an image that it did not make or pull itself.
 */
package dev.podproof.hosts.images;
