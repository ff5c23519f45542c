package dev.podproof.conformance.probe;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** DNS messages, which pods send and receive as plain bytes: RFC 1035, with the SRV records of RFC 2782. */
public final class DnsMessages {
    private DnsMessages() {}

    /**
     * What a server answered.
     *
     * @param code NOERROR, NXDOMAIN or another of the RFC's response codes
     * @param data of the records of the type that was asked for; names end in a dot
     */
    public record Reply(String code, Set<String> data) {
        public Reply {
            data = Set.copyOf(data);
        }
    }

    /**
     * A question for records of a type, such as {@code A}.
     *
     * @param name with or without the dot at its end; always taken as complete
     */
    public static byte[] question(String name, String type) {
        try {
            Name absolute = Name.fromString(name, Name.root);
            return Message.newQuery(Record.newRecord(absolute, Type.value(type), DClass.IN))
                    .toWire();
        } catch (TextParseException e) {
            throw new IllegalArgumentException("Not a name: " + name, e);
        }
    }

    /** What these bytes answer to that question; empty when they are no answer to it. */
    public static Optional<Reply> reply(byte[] question, byte[] answer) {
        try {
            Message asked = new Message(question);
            Message said = new Message(answer);
            boolean ours = said.getHeader().getID() == asked.getHeader().getID();
            List<Record> records = said.getSection(Section.ANSWER);
            return ours
                    ? Optional.of(new Reply(
                            Rcode.string(said.getRcode()),
                            records.stream()
                                    .filter(record -> record.getType()
                                            == asked.getQuestion().getType())
                                    .map(Record::rdataToString)
                                    .collect(Collectors.toSet())))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
