package dev.podproof.reference.apiserver.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Parts of whatever sizes, cut and gathered into pieces that are good to be written: never copied, and none made before its piece. */
final class Pieces implements Iterator<List<Piece>> {

    static final int MOST_BYTES = 64 * 1024;

    private final Iterator<byte[]> parts;
    private byte[] part = {};
    private int at;

    Pieces(Iterator<byte[]> parts) {
        this.parts = parts;
    }

    @Override
    public boolean hasNext() {
        return at < part.length || parts.hasNext();
    }

    @Override
    public List<Piece> next() {
        List<Piece> piece = new ArrayList<>();
        int room = MOST_BYTES;
        while (room > 0 && hasNext()) {
            if (at == part.length) {
                part = parts.next();
                at = 0;
            }
            int taken = Math.min(room, part.length - at);
            piece.add(new Piece(part, at, at + taken, false, false));
            at += taken;
            room -= taken;
        }
        return piece;
    }
}
