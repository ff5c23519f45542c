package dev.podproof.reference.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class PlainQueryTest {

    @Test
    void isTheSameForTheSameQuestionHoweverItIsSpelledAndNumbered() {
        Message upper = query("WEB.ns.svc.cluster.local", Type.A);
        upper.getHeader().unsetFlag(Flags.RD);

        assertThat(read(query("web.ns.svc.cluster.local", Type.A)))
                .isPresent()
                .isEqualTo(read(upper))
                .hasSameHashCodeAs(read(upper));
    }

    @Test
    void isAnotherForAnotherTypeOrWithOptions() {
        Optional<PlainQuery> plain = read(query("web", Type.A));

        assertThat(read(query("web", Type.AAAA))).isPresent().isNotEqualTo(plain);
        assertThat(read(withOptions(1232, 0, 0))).isPresent().isNotEqualTo(plain);
        assertThat(read(query("we.b", Type.A))).isPresent().isNotEqualTo(plain);
    }

    @Test
    void knowsWhereTheQuestionEnds() {
        Message query = query("web.ns", Type.A);

        assertThat(read(query).orElseThrow().questionEnd()).isEqualTo(query.toWire().length);
    }

    @Test
    void leavesEverythingElseToTheLibrary() {
        Message answer = query("web", Type.A);
        answer.getHeader().setFlag(Flags.QR);
        Message chaos = Message.newQuery(Record.newRecord(Name.fromConstantString("web."), Type.A, DClass.CH));

        assertThat(read(answer)).isEmpty();
        assertThat(read(chaos)).isEmpty();
        assertThat(read(withOptions(512, 0, 0))).isEmpty();
        assertThat(read(withOptions(1232, 1, 0))).isEmpty();
        assertThat(read(withOptions(1232, 0, 0x8000))).isEmpty();
    }

    @Test
    void readsNoPacketThatIsCutOffOrLongerThanItSays() {
        byte[] whole = withOptions(1232, 0, 0).toWire();
        for (int length = 0; length < whole.length; length++) {
            // Without its options, but still counting them, it is as incomplete as any other.
            assertThat(read(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isEmpty();
        }
        assertThat(read(Arrays.copyOf(whole, whole.length + 1))).isEmpty();
    }

    @Test
    void agreesWithTheLibraryOnWhateverItReads() throws Exception {
        Random random = new Random(20150101);
        byte[] good = withOptions(4096, 0, 0).toWire();
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] packet = good.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
            }
            Optional<PlainQuery> plain = read(packet);
            if (plain.isPresent()) {
                read++;
                Message message = new Message(packet);
                Record question = message.getQuestion();
                assertThat(Queries.limit(message)).isEqualTo(Queries.LARGEST_DATAGRAM);
                assertThat(message.getHeader().getOpcode()).isZero();
                assertThat(plain.get().questionEnd())
                        .isEqualTo(12 + question.getName().length() + 4);
            }
        }
        assertThat(read).isGreaterThan(1000);
    }

    private static Optional<PlainQuery> read(Message query) {
        return read(query.toWire());
    }

    private static Optional<PlainQuery> read(byte[] packet) {
        return PlainQuery.read(ByteBuffer.wrap(packet));
    }

    private static Message withOptions(int size, int version, int flags) {
        Message query = query("web", Type.A);
        query.addRecord(new OPTRecord(size, 0, version, flags), Section.ADDITIONAL);
        return query;
    }

    private static Message query(String name, int type) {
        return Message.newQuery(Record.newRecord(Name.fromConstantString(name + "."), type, DClass.IN));
    }
}
