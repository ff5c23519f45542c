package dev.podproof.reference.node.files;

/** What sort of file something is, as its mode says. */
public enum Kind {
    DIRECTORY(0040000),
    FILE(0100000),
    LINK(0120000),
    SOCKET(0140000),
    PIPE(0010000),
    CHARACTER_DEVICE(0020000),
    BLOCK_DEVICE(0060000);

    private static final int TYPE = 0170000;

    private final int bits;

    Kind(int bits) {
        this.bits = bits;
    }

    static Kind of(int mode) {
        for (Kind kind : values()) {
            if (kind.bits == (mode & TYPE)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no file has the mode " + Integer.toOctalString(mode));
    }
}
