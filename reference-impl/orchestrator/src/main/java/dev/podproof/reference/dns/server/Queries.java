package dev.podproof.reference.dns.server;

import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The formalities of a query and its response (RFC 1035, RFC 6891). */
final class Queries {

    /** What passes through nearly every network in one piece. */
    static final int LARGEST_DATAGRAM = 1232;

    private static final int SMALLEST_LIMIT = 512;

    private Queries() {}

    /** Why a query is not answered, as a response code; empty when it is. */
    static Optional<Integer> refusal(Message query) {
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            return Optional.of(Rcode.NOTIMP);
        }
        if (query.getHeader().getCount(Section.QUESTION) != 1) {
            return Optional.of(Rcode.FORMERR);
        }
        if (query.getOPT() != null && query.getOPT().getVersion() != 0) {
            return Optional.of(Rcode.BADVERS);
        }
        if (query.getQuestion().getDClass() != DClass.IN) {
            return Optional.of(Rcode.REFUSED);
        }
        return switch (query.getQuestion().getType()) {
            case Type.AXFR, Type.IXFR -> Optional.of(Rcode.REFUSED);
            case Type.OPT, Type.TSIG, Type.TKEY -> Optional.of(Rcode.FORMERR);
            case Type.MAILA, Type.MAILB -> Optional.of(Rcode.NOTIMP);
            default -> Optional.empty();
        };
    }

    /** An empty response to the query, with its number, its question, and what it said about recursion. */
    static Message responseTo(Message query) {
        Message response = new Message(query.getHeader().getID());
        Header header = response.getHeader();
        header.setOpcode(query.getHeader().getOpcode());
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        if (query.getHeader().getCount(Section.QUESTION) == 1) {
            response.addRecord(query.getQuestion(), Section.QUESTION);
        }
        return response;
    }

    /** The response with its code, and with an OPT record if the query had one. */
    static Message withCode(Message response, Message query, int code) {
        response.getHeader().setRcode(code & 0xf);
        if (query.getOPT() != null) {
            response.addRecord(new OPTRecord(LARGEST_DATAGRAM, code >> 4, 0), Section.ADDITIONAL);
        }
        return response;
    }

    /** How large a datagram the sender of the query can take; what is larger is cut off, and asked for again over TCP. */
    static int limit(Message query) {
        OPTRecord options = query.getOPT();
        return options == null
                ? SMALLEST_LIMIT
                : Math.max(SMALLEST_LIMIT, Math.min(options.getPayloadSize(), LARGEST_DATAGRAM));
    }
}
