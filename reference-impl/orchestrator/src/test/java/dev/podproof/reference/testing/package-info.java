/** Helpers for tests: they start real things, and leave nothing behind. Called by tests alone. Never mocks. */
package dev.podproof.reference.testing;
