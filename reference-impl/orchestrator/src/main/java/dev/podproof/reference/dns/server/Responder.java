package dev.podproof.reference.dns.server;

import dev.podproof.reference.dns.zone.Answer;
import dev.podproof.reference.dns.zone.RecordData;
import dev.podproof.reference.dns.zone.Zone;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Answers one question: names of the zone from memory, all others through the upstream. */
final class Responder {

    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
    private static final int MOST_ALIASES = 8;

    private final Zone zone;
    private final Upstream upstream;
    private final long ttl;

    /** @param ttl how long, in seconds, a client may believe what the zone says */
    Responder(Zone zone, Upstream upstream, long ttl) {
        this.zone = zone;
        this.upstream = upstream;
        this.ttl = ttl;
    }

    /** Whether the answer is at hand; if not, somebody else has to be asked, which takes time. */
    boolean knows(Message query) {
        return Queries.refusal(query).isPresent()
                || !(find(query.getQuestion().getName()) instanceof Answer.Found found
                        ? found.data().stream().anyMatch(RecordData.Alias.class::isInstance)
                        : find(query.getQuestion().getName()) instanceof Answer.NotOurs);
    }

    /** The answer to a query, of whatever size. */
    Message respond(Message query) {
        Message response = Queries.responseTo(query);
        Optional<Integer> refusal = Queries.refusal(query);
        if (refusal.isPresent()) {
            return Queries.withCode(response, query, refusal.get());
        }
        Record question = query.getQuestion();
        int code =
                answer(question.getName(), question.getType(), query.getHeader().getFlag(Flags.RD), response, 0);
        return Queries.withCode(response, query, code);
    }

    private int answer(Name name, int type, boolean recursion, Message response, int aliases) {
        Answer answer = Wire.plain(name).map(plain -> zone.find(plain, type)).orElseGet(Answer.NotOurs::new);
        if (answer instanceof Answer.NotOurs) {
            return forward(name, type, recursion, response);
        }
        if (aliases == 0) {
            response.getHeader().setFlag(Flags.AA);
        }
        if (answer instanceof Answer.NoSuchName) {
            response.addRecord(Wire.authority(zone.origin(), zone.version(), ttl), Section.AUTHORITY);
            return Rcode.NXDOMAIN;
        }
        List<Record> records = records(name, type, ((Answer.Found) answer).data());
        records.forEach(record -> response.addRecord(record, Section.ANSWER));
        if (records.size() == 1 && records.get(0) instanceof CNAMERecord alias && type != Type.CNAME) {
            return aliases == MOST_ALIASES
                    ? Rcode.SERVFAIL
                    : answer(alias.getTarget(), type, recursion, response, aliases + 1);
        }
        if (records.isEmpty()) {
            response.addRecord(Wire.authority(zone.origin(), zone.version(), ttl), Section.AUTHORITY);
        }
        records.forEach(record -> addTarget(record, response));
        return Rcode.NOERROR;
    }

    private List<Record> records(Name name, int type, List<RecordData> data) {
        if (type == Type.SOA && Wire.name(zone.origin()).equals(name)) {
            return List.of(Wire.authority(zone.origin(), zone.version(), ttl));
        }
        return data.stream()
                .flatMap(item -> Wire.record(name, type, ttl, item).stream())
                .toList();
    }

    /** Where SRV points to comes along, so that the client need not ask again. */
    private void addTarget(Record record, Message response) {
        Name target = record.getType() == Type.SRV ? record.getAdditionalName() : null;
        if (target != null && find(target) instanceof Answer.Found found) {
            records(target, Type.A, found.data()).stream()
                    .filter(address -> !response.findRecord(address))
                    .forEach(address -> response.addRecord(address, Section.ADDITIONAL));
        }
    }

    private int forward(Name name, int type, boolean recursion, Message response) {
        if (!recursion) {
            return Rcode.REFUSED;
        }
        try {
            Message answer = upstream.resolve(Record.newRecord(name, type, DClass.IN));
            for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
                answer.getSection(section).forEach(record -> response.addRecord(record, section));
            }
            return answer.getHeader().getRcode();
        } catch (IOException unanswered) {
            LOG.debug("{} could not be resolved: {}", name, unanswered.toString());
            return Rcode.SERVFAIL;
        }
    }

    private Answer find(Name name) {
        return Wire.plain(name).map(zone::find).orElseGet(Answer.NotOurs::new);
    }
}
