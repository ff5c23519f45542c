package dev.podproof.reference.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.dns.zone.Answer;
import dev.podproof.reference.dns.zone.RecordData;
import dev.podproof.reference.dns.zone.Zone;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Packets that nobody should send: each gets a response that its sender can read, or none. */
class PacketsFuzzTest {

    private static final int HEADER = 12;
    private static final int RESPONSE = 0x80;

    private final Packets packets = new Packets(
            new Responder(
                    new SmallZone(),
                    question -> {
                        throw new IOException("nobody to ask");
                    },
                    5),
            new ReadyAnswers(() -> 1),
            new Askers(Runnable::run, 1));
    private final ByteBuffer response = ByteBuffer.allocate(Packets.LARGEST);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomBytesGetAResponseOrNone(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = new byte[random.nextInt(700)];
            random.nextBytes(packet);
            check(packet);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mutatedQueriesGetAResponseOrNone(long seed) throws IOException {
        Random random = new Random(seed);
        List<byte[]> seeds = seeds();
        for (int i = 0; i < 20_000; i++) {
            byte[] good = seeds.get(random.nextInt(seeds.size()));
            byte[] packet = Arrays.copyOf(good, Math.max(0, good.length + random.nextInt(30) - 15));
            for (int n = random.nextInt(4); n > 0 && packet.length > 0; n--) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
            }
            check(packet);
        }
    }

    @Test
    void aQueryThatIsCutOffAnywhereIsAFormatError() throws IOException {
        byte[] whole = query("many.cluster.local", Type.A).toWire();
        for (int length = HEADER; length < whole.length; length++) {
            assertThat(check(Arrays.copyOf(whole, length)).getRcode())
                    .as("%d bytes", length)
                    .isEqualTo(Rcode.FORMERR);
        }
        assertThat(answer(Arrays.copyOf(whole, HEADER - 1))).isNull();
    }

    @Test
    void aNameThatPointsAtItselfIsAFormatError() throws IOException {
        byte[] loop = query("web.cluster.local", Type.A).toWire();
        for (int target : new int[] {HEADER, HEADER + 1, loop.length - 1, 0x3fff}) {
            loop[HEADER] = (byte) (0xc0 | target >> 8);
            loop[HEADER + 1] = (byte) target;
            assertThat(check(loop).getRcode()).isEqualTo(Rcode.FORMERR);
        }
    }

    @Test
    void aHugeQueryIsReadForWhatItIs() throws IOException {
        byte[] huge = Arrays.copyOf(query("web.cluster.local", Type.A).toWire(), Packets.LARGEST);

        assertThat(check(huge).getRcode()).isIn(Rcode.NOERROR, Rcode.FORMERR);
    }

    @Test
    void typesAndClassesThatNobodyKnowsAreNoError() throws IOException {
        assertThat(check(query("web.cluster.local", 65280).toWire()).getRcode()).isEqualTo(Rcode.NOERROR);
        Message odd = Message.newQuery(Record.newRecord(Name.fromConstantString("web.cluster.local."), 1, 4711));
        assertThat(check(odd.toWire()).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void anAnswerIsNeverAnswered() throws IOException {
        for (byte[] packet : seeds()) {
            packet[2] |= (byte) RESPONSE;
            assertThat(answer(packet)).isNull();
        }
    }

    @Test
    void theSecondAnswerIsAsTheFirst() throws IOException {
        for (byte[] packet : seeds()) {
            Message first = check(packet);
            packet[0]++;
            packet[HEADER + 1] ^= 0x20;
            Message second = check(packet);

            assertThat(second.getHeader().getID())
                    .isNotEqualTo(first.getHeader().getID());
            for (int section : new int[] {Section.QUESTION, Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
                assertThat(second.getSection(section)).containsExactlyInAnyOrderElementsOf(first.getSection(section));
            }
            assertThat(second.getQuestion().getName().getLabel(0)[1]).isEqualTo(packet[HEADER + 1]);
            assertThat(second.getHeader().getFlag(Flags.TC))
                    .isEqualTo(first.getHeader().getFlag(Flags.TC));
        }
    }

    @Test
    void severalAddressesDoNotAlwaysBeginWithTheSame() throws IOException {
        List<String> first = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            first.add(check(query("few.cluster.local", Type.A).toWire())
                    .getSection(Section.ANSWER)
                    .get(0)
                    .rdataToString());
        }
        assertThat(first).contains("10.244.0.0", "10.244.0.1", "10.244.0.2");
    }

    /** The response to a packet, which is one that a client can take; null if there is none. */
    private Message check(byte[] packet) throws IOException {
        byte[] answer = answer(packet);
        if (answer == null) {
            assertThat(packet.length < HEADER || (packet[2] & RESPONSE) != 0)
                    .as("only answers and what is no packet at all get no response")
                    .isTrue();
            return null;
        }
        Message message = new Message(answer);
        assertThat(message.getHeader().getFlag(Flags.QR)).isTrue();
        assertThat(answer).startsWith(packet[0], packet[1]);
        assertThat(answer.length).isLessThanOrEqualTo(Queries.LARGEST_DATAGRAM);
        return message;
    }

    private byte[] answer(byte[] packet) {
        List<byte[]> answers = new ArrayList<>();
        if (packets.answerDatagram(ByteBuffer.wrap(packet), InetAddress.getLoopbackAddress(), response, answers::add)) {
            byte[] ready = new byte[response.remaining()];
            response.get(ready);
            answers.add(ready);
        }
        assertThat(answers).hasSizeLessThan(2);
        return answers.isEmpty() ? null : answers.get(0);
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String name :
                List.of("web.cluster.local", "few.cluster.local", "many.cluster.local", "nobody.cluster.local")) {
            for (int type : new int[] {Type.A, Type.AAAA, Type.SRV, Type.ANY}) {
                seeds.add(query(name, type).toWire());
                Message withOptions = query(name, type);
                withOptions.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
                seeds.add(withOptions.toWire());
            }
        }
        return seeds;
    }

    private static Message query(String name, int type) {
        return Message.newQuery(Record.newRecord(Name.fromConstantString(name + "."), type, DClass.IN));
    }

    private static final class SmallZone implements Zone {
        @Override
        public Answer find(String name) {
            return switch (name) {
                case "web.cluster.local" ->
                    new Answer.Found(List.of(
                            new RecordData.Address("10.96.0.7"), new RecordData.Target(80, "web.cluster.local")));
                case "few.cluster.local" -> addresses(3);
                case "many.cluster.local" -> addresses(200);
                default -> name.endsWith("cluster.local") ? new Answer.NoSuchName() : new Answer.NotOurs();
            };
        }

        private static Answer addresses(int count) {
            return new Answer.Found(IntStream.range(0, count)
                    .<RecordData>mapToObj(i -> new RecordData.Address("10.244.0." + i))
                    .toList());
        }

        @Override
        public String origin() {
            return "cluster.local";
        }

        @Override
        public long version() {
            return 1;
        }
    }
}
