package dev.podproof.reference.apiserver;

import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.security.Identity;

/** A request that has been understood and allowed. */
record Call(Request request, Target target, Identity caller) {}
