/**
 * What only certain clients need: protobuf bodies, and OpenAPI version 2.
 *
 * <p>Called where bodies are read and documents are served. Calls the JSON rules. Never decides what a request means.
 */
package dev.podproof.reference.apiserver.compat;
