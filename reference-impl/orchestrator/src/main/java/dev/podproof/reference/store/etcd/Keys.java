package dev.podproof.reference.store.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;

/** The store's keys, which begin with a slash, and what they are called in etcd: the same, below a root. */
record Keys(String root) {

    ByteSequence inEtcd(String key) {
        return ByteSequence.from(root + key, UTF_8);
    }

    String ours(ByteSequence key) {
        return key.toString(UTF_8).substring(root.length());
    }

    /** The first key that is no longer under a prefix. */
    ByteSequence endOf(String prefix) {
        var end = (root + prefix).getBytes(UTF_8);
        end[end.length - 1]++;
        return ByteSequence.from(end);
    }

    /** The key that a store writes when it opens, beside its objects. */
    ByteSequence opened() {
        return ByteSequence.from(root + "!opened", UTF_8);
    }

    boolean isObject(ByteSequence key) {
        return key.startsWith(inEtcd("/"));
    }

    /** The key that comes next after one. */
    static ByteSequence after(ByteSequence key) {
        return key.concat(ByteSequence.from(new byte[1]));
    }
}
