package dev.podproof.reference.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.dns.zone.Answer;
import dev.podproof.reference.dns.zone.RecordData;
import dev.podproof.reference.dns.zone.Zone;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsSocketsTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final TestZone upstreamZone = new TestZone("org");
    private final DnsSockets upstream =
            DnsSockets.open(ANY_PORT, upstreamZone, List.of(), 60, Clock.systemUTC(), UnaryOperator.identity());
    private final TestZone zone = new TestZone("cluster.local");
    private final DnsSockets server = DnsSockets.open(
            ANY_PORT, zone, List.of(upstream.address()), 5, Clock.systemUTC(), UnaryOperator.identity());

    @AfterEach
    void stop() {
        server.close();
        upstream.close();
    }

    @Test
    void answersFromTheZoneAsItsAuthority() throws IOException {
        zone.names.put("web.cluster.local", List.of(new RecordData.Address("10.96.0.7")));

        Message answer = ask(query("web.cluster.local", Type.A));

        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(answer.getSection(Section.ANSWER)).singleElement().satisfies(record -> {
            assertThat(record.rdataToString()).isEqualTo("10.96.0.7");
            assertThat(record.getTTL()).isEqualTo(5);
        });
    }

    @Test
    void tellsTheZoneWhichRecordsAreAskedFor() throws IOException {
        zone.onlyFor = Type.AAAA;

        assertThat(ask(query("none.cluster.local", Type.AAAA)).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(overTcp(query("none.cluster.local", Type.AAAA)).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(ask(query("none.cluster.local", Type.A)).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void doesNotCareAboutUpperAndLowerCaseAndRepeatsTheQuestionAsItWasAsked() throws IOException {
        zone.names.put("web.cluster.local", List.of(new RecordData.Address("10.96.0.7")));

        Message answer = ask(query("WeB.cLuStEr.LoCaL", Type.A));

        assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
        assertThat(answer.getQuestion().getName()).hasToString("WeB.cLuStEr.LoCaL.");
    }

    @Test
    void tellsANameThatDoesNotExistFromOneThatHasNothingOfTheType() throws IOException {
        zone.names.put("web.cluster.local", List.of(new RecordData.Address("10.96.0.7")));

        Message nothing = ask(query("web.cluster.local", Type.AAAA));
        Message nobody = ask(query("nobody.cluster.local", Type.A));

        assertThat(nothing.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(nobody.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        for (Message answer : List.of(nothing, nobody)) {
            assertThat(answer.getSection(Section.ANSWER)).isEmpty();
            assertThat(answer.getSection(Section.AUTHORITY))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            SOARecord.class, soa -> assertThat(soa.getMinimum()).isEqualTo(5));
        }
    }

    @Test
    void addsTheAddressOfWhatAServicePointsTo() throws IOException {
        zone.names.put("web.cluster.local", List.of(new RecordData.Address("10.96.0.7")));
        zone.names.put("_http._tcp.web.cluster.local", List.of(new RecordData.Target(80, "web.cluster.local")));

        Message answer = ask(query("_http._tcp.web.cluster.local", Type.SRV));

        assertThat(answer.getSection(Section.ANSWER).get(0).rdataToString()).isEqualTo("0 100 80 web.cluster.local.");
        assertThat(answer.getSection(Section.ADDITIONAL).get(0).rdataToString()).isEqualTo("10.96.0.7");
    }

    @Test
    void asksTheUpstreamForNamesThatAreNotItsOwn() throws IOException {
        upstreamZone.names.put("example.org", List.of(new RecordData.Address("192.0.2.1")));

        Message answer = ask(query("example.org", Type.A));

        assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
        assertThat(answer.getSection(Section.ANSWER).get(0).rdataToString()).isEqualTo("192.0.2.1");
        assertThat(ask(query("nobody.org", Type.A)).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void remembersWhatTheUpstreamSaid() throws IOException {
        upstreamZone.names.put("example.org", List.of(new RecordData.Address("192.0.2.1")));
        ask(query("example.org", Type.A));

        upstream.close();

        assertThat(ask(query("example.org", Type.A)).getSection(Section.ANSWER)).hasSize(1);
        assertThat(ask(query("other.org", Type.A)).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void followsAnAliasToTheUpstream() throws IOException {
        zone.names.put("ext.cluster.local", List.of(new RecordData.Alias("example.org")));
        upstreamZone.names.put("example.org", List.of(new RecordData.Address("192.0.2.1")));

        List<Record> answer = ask(query("ext.cluster.local", Type.A)).getSection(Section.ANSWER);

        assertThat(answer).hasSize(2);
        assertThat(answer.get(0)).isInstanceOf(CNAMERecord.class);
        assertThat(answer.get(1).rdataToString()).isEqualTo("192.0.2.1");
    }

    @Test
    void givesUpOnAliasesThatLeadInACircle() throws IOException {
        zone.names.put("a.cluster.local", List.of(new RecordData.Alias("b.cluster.local")));
        zone.names.put("b.cluster.local", List.of(new RecordData.Alias("a.cluster.local")));

        assertThat(ask(query("a.cluster.local", Type.A)).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void cutsOffWhatDoesNotFitAndGivesAllOfItOverTcp() throws IOException {
        zone.names.put(
                "many.cluster.local",
                IntStream.range(0, 200)
                        .<RecordData>mapToObj(i -> new RecordData.Address("10.244.0." + i))
                        .toList());

        Message small = ask(query("many.cluster.local", Type.A));
        Message large = overTcp(query("many.cluster.local", Type.A));

        assertThat(small.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(small.numBytes()).isLessThanOrEqualTo(512);
        assertThat(large.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(large.getSection(Section.ANSWER)).hasSize(200);
    }

    @Test
    void usesTheRoomThatTheClientOffers() throws IOException {
        zone.names.put(
                "many.cluster.local",
                IntStream.range(0, 50)
                        .<RecordData>mapToObj(i -> new RecordData.Address("10.244.0." + i))
                        .toList());
        Message query = query("many.cluster.local", Type.A);
        query.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);

        Message answer = ask(query);

        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(answer.getSection(Section.ANSWER)).hasSize(50);
        assertThat(answer.getOPT().getPayloadSize()).isEqualTo(1232);
    }

    @Test
    void refusesWhatItDoesNotDo() throws IOException {
        Message update = query("web.cluster.local", Type.A);
        update.getHeader().setOpcode(Opcode.UPDATE);
        Message chaos =
                Message.newQuery(Record.newRecord(Name.fromConstantString("version.bind."), Type.TXT, DClass.CH));
        Message future = query("web.cluster.local", Type.A);
        future.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        Message none = new Message(7);

        assertThat(ask(update).getRcode()).isEqualTo(Rcode.NOTIMP);
        assertThat(ask(chaos).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(ask(future).getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(ask(none).getRcode()).isEqualTo(Rcode.FORMERR);
        assertThat(ask(query("cluster.local", Type.AXFR)).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void doesNotAnswerAnswers() throws IOException {
        Message reflected = query("web.cluster.local", Type.A);
        reflected.getHeader().setFlag(Flags.QR);

        assertThat(exchange(reflected.toWire(), 200)).isNull();
    }

    @Test
    void livesThroughPacketsThatNobodyShouldSend() throws IOException {
        zone.names.put("web.cluster.local", List.of(new RecordData.Address("10.96.0.7")));
        byte[] good = query("web.cluster.local", Type.A).toWire();
        Random random = new Random(20150101);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 20_000; i++) {
                byte[] packet = i % 3 == 0 ? random(random) : mutated(good, random);
                socket.send(new DatagramPacket(packet, packet.length, server.address()));
            }
        }
        byte[] loop = good.clone();
        loop[12] = (byte) 0xc0;
        loop[13] = 12;
        exchange(loop, 200);

        assertThat(ask(query("web.cluster.local", Type.A)).getSection(Section.ANSWER))
                .hasSize(1);
        assertThat(overTcp(query("web.cluster.local", Type.A)).getSection(Section.ANSWER))
                .hasSize(1);
    }

    private static byte[] random(Random random) {
        byte[] packet = new byte[random.nextInt(600)];
        random.nextBytes(packet);
        return packet;
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] packet =
                ByteBuffer.allocate(good.length + random.nextInt(20)).put(good).array();
        for (int i = random.nextInt(4); i >= 0; i--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
        }
        return packet;
    }

    private static Message query(String name, int type) {
        return Message.newQuery(Record.newRecord(Name.fromConstantString(name + "."), type, DClass.IN));
    }

    private Message ask(Message query) throws IOException {
        for (int attempt = 0; attempt < 5; attempt++) {
            byte[] response = exchange(query.toWire(), 3000);
            if (response != null) {
                Message answer = new Message(response);
                assertThat(answer.getHeader().getID())
                        .isEqualTo(query.getHeader().getID());
                return answer;
            }
        }
        throw new AssertionError("no answer to " + query);
    }

    private byte[] exchange(byte[] packet, int millis) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(millis);
            socket.send(new DatagramPacket(packet, packet.length, server.address()));
            DatagramPacket received = new DatagramPacket(new byte[65535], 65535);
            socket.receive(received);
            return java.util.Arrays.copyOf(received.getData(), received.getLength());
        } catch (SocketTimeoutException silence) {
            return null;
        }
    }

    private Message overTcp(Message query) throws IOException {
        byte[] packet = query.toWire();
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(3000);
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(2 + packet.length)
                            .putShort((short) packet.length)
                            .put(packet)
                            .array());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return new Message(in.readNBytes(in.readUnsignedShort()));
        }
    }

    private static final class TestZone implements Zone {
        private final String origin;
        private final Map<String, List<RecordData>> names = new HashMap<>();
        /** Whatever is asked for this type is there, and has no records. */
        private volatile int onlyFor;

        TestZone(String origin) {
            this.origin = origin;
        }

        @Override
        public Answer find(String name) {
            if (!name.endsWith(origin)) {
                return new Answer.NotOurs();
            }
            List<RecordData> data = names.get(name);
            return data == null ? new Answer.NoSuchName() : new Answer.Found(data);
        }

        @Override
        public Answer find(String name, int type) {
            return type == onlyFor ? new Answer.Found(List.of()) : find(name);
        }

        @Override
        public String origin() {
            return origin;
        }

        @Override
        public long version() {
            return 1;
        }
    }
}
