package dev.podproof.conformance.probe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.proto.ConnectRequest;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.GetChildrenRequest;
import org.apache.zookeeper.proto.GetChildrenResponse;
import org.apache.zookeeper.proto.GetDataRequest;
import org.apache.zookeeper.proto.GetDataResponse;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;

/** ZooKeeper's own messages, as few as registering and looking up take; pods send and receive them as bytes. */
public final class ZooKeeperMessages {
    private static final int CREATE = 1;
    private static final int GET_DATA = 4;
    private static final int GET_CHILDREN = 8;
    private static final int CLOSE = -11;

    private static final int EPHEMERAL = 1;
    private static final int PASSWORD_LENGTH = 16;
    private static final List<ACL> OPEN_TO_ALL = List.of(new ACL(31, new Id("world", "anyone")));

    private ZooKeeperMessages() {}

    /** A request around data that somebody else fills in. */
    public static final class Ephemeral {
        private final byte[] beforeData;
        private final byte[] afterData;

        private Ephemeral(byte[] beforeData, byte[] afterData) {
            this.beforeData = beforeData;
            this.afterData = afterData;
        }

        public byte[] beforeData() {
            return beforeData.clone();
        }

        public byte[] afterData() {
            return afterData.clone();
        }
    }

    /** Opens a session that ends when nothing is heard of it for so long. */
    public static byte[] connect(Duration timeout) {
        return message(new ConnectRequest(0, 0, (int) timeout.toMillis(), 0, new byte[PASSWORD_LENGTH], false));
    }

    /**
     * Makes a node that goes with its session, and which everybody may read and change.
     *
     * @param length of the node's data, in bytes
     */
    public static Ephemeral ephemeral(String path, int length) {
        byte[] whole = request(CREATE, new CreateRequest(path, new byte[length], OPEN_TO_ALL, EPHEMERAL));
        // Without a path and data, three lengths are all that stands before what comes after the data.
        int afterData = message(new CreateRequest("", new byte[0], OPEN_TO_ALL, EPHEMERAL)).length - 3 * Integer.BYTES;
        int end = whole.length - afterData;
        return new Ephemeral(Arrays.copyOf(whole, end - length), Arrays.copyOfRange(whole, end, whole.length));
    }

    /** Asks for the names of the nodes below a path. */
    public static byte[] children(String path) {
        return request(GET_CHILDREN, new GetChildrenRequest(path, false));
    }

    /** Asks for a node's data. */
    public static byte[] data(String path) {
        return request(GET_DATA, new GetDataRequest(path, false));
    }

    /** A session from its opening to its end, with these requests in it. */
    public static byte[] conversation(Duration timeout, List<byte[]> requests) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(connect(timeout));
        requests.forEach(all::writeBytes);
        all.writeBytes(request(CLOSE));
        return all.toByteArray();
    }

    /** The replies to the requests of a conversation, as far as they were received: not those to its opening and its end. */
    public static List<byte[]> replies(byte[] received) {
        List<byte[]> frames = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(received);
        while (rest.remaining() >= Integer.BYTES) {
            int length = rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                break;
            }
            byte[] frame = new byte[length];
            rest.get(frame);
            frames.add(frame);
        }
        return frames.size() < 2 ? List.of() : frames.subList(1, frames.size() - 1);
    }

    /** The names in a reply to {@link #children}; none in one that tells of an error. */
    public static List<String> names(byte[] reply) {
        return read(reply, new GetChildrenResponse())
                .map(GetChildrenResponse::getChildren)
                .orElse(List.of());
    }

    /** The text in a reply to {@link #data}; empty in one that tells of an error. */
    public static Optional<String> text(byte[] reply) {
        return read(reply, new GetDataResponse()).map(data -> new String(data.getData(), StandardCharsets.UTF_8));
    }

    private static <R extends Record> Optional<R> read(byte[] reply, R content) {
        BinaryInputArchive archive = BinaryInputArchive.getArchive(new ByteArrayInputStream(reply));
        ReplyHeader header = new ReplyHeader();
        try {
            header.deserialize(archive, "header");
            if (header.getErr() != 0) {
                return Optional.empty();
            }
            content.deserialize(archive, "content");
            return Optional.of(content);
        } catch (IOException e) {
            // Cut off, or nothing that ZooKeeper says.
            return Optional.empty();
        }
    }

    /** The request's number is for telling replies apart, which come in the requests' order anyhow. */
    private static byte[] request(int type, Record... content) {
        List<Record> parts = new ArrayList<>(List.of(content));
        parts.add(0, new RequestHeader(1, type));
        return message(parts.toArray(new Record[0]));
    }

    private static byte[] message(Record... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        BinaryOutputArchive archive = BinaryOutputArchive.getArchive(body);
        try {
            for (Record part : parts) {
                part.serialize(archive, "part");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return ByteBuffer.allocate(Integer.BYTES + body.size())
                .putInt(body.size())
                .put(body.toByteArray())
                .array();
    }
}
