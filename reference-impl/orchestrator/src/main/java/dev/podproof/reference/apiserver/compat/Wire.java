package dev.podproof.reference.apiserver.compat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.api.ApiException;
import java.util.Arrays;

/** Reads the protobuf wire format: numbers of variable length, and strings of bytes. */
final class Wire {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private static final int TYPE_BITS = 3;
    private static final int MAX_VARINT_BITS = 64;

    private final byte[] data;
    private final int end;
    private int at;

    Wire(byte[] data, int from, int to) {
        this.data = data;
        this.at = from;
        this.end = to;
    }

    boolean atEnd() {
        return at >= end;
    }

    /** The next field's number and type, as {@link #field} and {@link #type} take them apart. */
    int tag() {
        return (int) varint();
    }

    static int field(int tag) {
        return tag >>> TYPE_BITS;
    }

    static int type(int tag) {
        return tag & 7;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            byte next = next();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged();
    }

    /** The content of the next field, as a reader of its own. */
    Wire message() {
        int length = length();
        at += length;
        return new Wire(data, at - length, at);
    }

    String text() {
        return new String(bytes(), UTF_8);
    }

    byte[] bytes() {
        int length = length();
        at += length;
        return Arrays.copyOfRange(data, at - length, at);
    }

    void skip(int type) {
        switch (type) {
            case VARINT -> varint();
            case FIXED64 -> move(8);
            case BYTES -> move(length());
            case FIXED32 -> move(4);
            default -> throw damaged();
        }
    }

    private byte next() {
        if (at >= end) {
            throw damaged();
        }
        return data[at++];
    }

    private void move(int count) {
        if (count > end - at) {
            throw damaged();
        }
        at += count;
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw damaged();
        }
        return (int) length;
    }

    private static ApiException damaged() {
        return ApiException.badRequest("the body is not valid protobuf");
    }
}
