package dev.podproof.reference.proxy;

/** Where a connection really goes: an address and a port of a pod, or of a server outside the cluster. */
record Backend(String address, int port) {}
