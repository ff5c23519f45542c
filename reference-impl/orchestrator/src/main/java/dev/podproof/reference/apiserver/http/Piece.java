package dev.podproof.reference.apiserver.http;

/**
 * Some bytes of something larger that is sent.
 *
 * @param part what they are of; never changed
 * @param begins whether they are the first of a frame
 * @param ends whether they are the last of a frame
 */
@SuppressWarnings("ArrayRecordComponent") // Written, never compared.
record Piece(byte[] part, int from, int to, boolean begins, boolean ends) {}
