package dev.podproof.conformance.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZooKeeperMessagesTest {
    private static final byte[] OPENED = frame(new byte[37]);
    private static final byte[] CLOSED = frame(new byte[16]);
    /** How long what a server says of a node is, after the node's data. */
    private static final int STAT = 68;

    @Test
    void aMessageBeginsWithItsLength() {
        byte[] connect = ZooKeeperMessages.connect(Duration.ofSeconds(5));

        assertThat(ByteBuffer.wrap(connect).getInt()).isEqualTo(connect.length - 4);
        assertThat(ByteBuffer.wrap(connect).getInt(16)).as("timeout in ms").isEqualTo(5000);
    }

    @Test
    void theLengthOfAnEphemeralNodesRequestCountsTheDataThatIsFilledIn() {
        ZooKeeperMessages.Ephemeral create = ZooKeeperMessages.ephemeral("/one", 39);

        assertThat(ByteBuffer.wrap(create.beforeData()).getInt())
                .isEqualTo(create.beforeData().length - 4 + 39 + create.afterData().length);
    }

    @Test
    void aConversationIsReadWithoutItsOpeningAndItsEnd() {
        byte[] names = reply(0, 2, "one", "two");
        byte[] data = reply(0, -1, "10.1.2.3 ");

        List<byte[]> replies = ZooKeeperMessages.replies(joined(OPENED, names, data, CLOSED));

        assertThat(replies).hasSize(2);
        assertThat(ZooKeeperMessages.names(replies.get(0))).containsExactly("one", "two");
        assertThat(ZooKeeperMessages.text(replies.get(1))).contains("10.1.2.3 ");
    }

    @Test
    void whatIsCutOffOrAnErrorHoldsNothing() {
        byte[] whole = joined(OPENED, reply(0, 1, "one"), CLOSED);

        assertThat(ZooKeeperMessages.replies(new byte[0])).isEmpty();
        assertThat(ZooKeeperMessages.replies(Arrays.copyOf(whole, 43))).isEmpty();
        assertThat(ZooKeeperMessages.text(ZooKeeperMessages.replies(joined(OPENED, reply(-101, -1), CLOSED))
                        .get(0)))
                .isEmpty();
    }

    /** A reply with that error, a count unless it is negative, texts, and as many zeros as a reply with data ends with. */
    private static byte[] reply(int error, int count, String... texts) {
        ByteBuffer content = ByteBuffer.allocate(200);
        content.putInt(1).putLong(7).putInt(error);
        if (count >= 0) {
            content.putInt(count);
        }
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            content.putInt(bytes.length).put(bytes);
        }
        return frame(Arrays.copyOf(content.array(), content.position() + STAT));
    }

    private static byte[] frame(byte[] content) {
        return ByteBuffer.allocate(content.length + 4)
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(2000);
        for (byte[] part : parts) {
            all.put(part);
        }
        return Arrays.copyOf(all.array(), all.position());
    }
}
