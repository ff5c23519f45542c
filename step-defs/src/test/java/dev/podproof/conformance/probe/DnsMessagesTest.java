package dev.podproof.conformance.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class DnsMessagesTest {
    private final byte[] question = DnsMessages.question("web.shop.svc.cluster.local", "A");

    @Test
    void aQuestionIsForTheCompleteName() throws IOException {
        Message asked = new Message(question);

        assertThat(asked.getQuestion().getName()).hasToString("web.shop.svc.cluster.local.");
        assertThat(asked.getHeader().getFlag(Flags.RD)).isTrue();
    }

    @Test
    void recordsOfTheTypeThatWasAskedForAreRead() throws IOException {
        Message answer = answer();
        Name name = answer.getQuestion().getName();
        answer.addRecord(new CNAMERecord(name, DClass.IN, 5, Name.fromString("elsewhere.")), Section.ANSWER);
        answer.addRecord(new ARecord(name, DClass.IN, 5, InetAddress.getByName("10.96.0.7")), Section.ANSWER);

        assertThat(DnsMessages.reply(question, answer.toWire())).hasValueSatisfying(reply -> {
            assertThat(reply.code()).isEqualTo("NOERROR");
            assertThat(reply.data()).containsExactly("10.96.0.7");
        });
    }

    @Test
    void aNameThatIsUnknownIsNotAnAnswerWithoutRecords() throws IOException {
        Message answer = answer();
        answer.getHeader().setRcode(Rcode.NXDOMAIN);

        assertThat(DnsMessages.reply(question, answer.toWire()))
                .hasValueSatisfying(reply -> assertThat(reply.code()).isEqualTo("NXDOMAIN"));
    }

    @Test
    void whatAnswersAnotherQuestionOrIsNoMessageIsNoAnswer() throws IOException {
        Message other = answer();
        other.getHeader().setID(other.getHeader().getID() ^ 1);

        assertThat(DnsMessages.reply(question, other.toWire())).isEmpty();
        assertThat(DnsMessages.reply(question, new byte[] {1, 2, 3})).isEmpty();
        assertThat(DnsMessages.reply(question, new byte[0])).isEmpty();
    }

    private Message answer() throws IOException {
        Message answer = new Message(question);
        answer.getHeader().setFlag(Flags.QR);
        return answer;
    }
}
