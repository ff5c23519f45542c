package dev.podproof.reference.dns.server;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** Remembers answers of another upstream for as long as those allow it, but for no longer than five minutes. */
final class AnswerCache implements Upstream {

    /** Bytes, as they came over the network; as objects they take several times as many. */
    private static final long MOST = 2 * 1024 * 1024;

    /** Nobody's answer takes the place of many others. */
    private static final int LARGEST = 16 * 1024;

    private static final int BESIDE = 100;
    private static final long LONGEST_TTL = 300;

    private final Upstream upstream;
    private final Clock clock;
    /** Those first that nobody has asked for lately. */
    private final Map<Question, Remembered> remembered = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    private record Question(Name name, int type, int dclass) {}

    private record Remembered(Message answer, Instant since, Instant until, int size) {}

    AnswerCache(Upstream upstream, Clock clock) {
        this.upstream = upstream;
        this.clock = clock;
    }

    @Override
    public Message resolve(Record question) throws IOException {
        Question key = new Question(question.getName(), question.getType(), question.getDClass());
        Instant now = clock.instant();
        Remembered known;
        synchronized (remembered) {
            known = remembered.get(key);
        }
        if (known != null && now.isBefore(known.until())) {
            return aged(known.answer(), Duration.between(known.since(), now).toSeconds());
        }
        Message answer = upstream.resolve(question);
        OptionalLong ttl = timeToLive(answer);
        if (ttl.isPresent() && ttl.getAsLong() > 0) {
            Duration life = Duration.ofSeconds(Math.min(ttl.getAsLong(), LONGEST_TTL));
            remember(key, new Remembered(answer, now, now.plus(life), BESIDE + answer.numBytes()));
        }
        return answer;
    }

    private void remember(Question question, Remembered answer) {
        if (answer.size() > LARGEST) {
            return;
        }
        synchronized (remembered) {
            Remembered before = remembered.put(question, answer);
            bytes += answer.size() - (before == null ? 0 : before.size());
            for (var oldest = remembered.values().iterator(); bytes > MOST; ) {
                bytes -= oldest.next().size();
                oldest.remove();
            }
        }
    }

    /** How many bytes are remembered, as they came. */
    long bytes() {
        synchronized (remembered) {
            return bytes;
        }
    }

    /** An answer lives as long as its shortest-lived record; that there is none, as long as the zone's SOA says (RFC 2308). */
    private static OptionalLong timeToLive(Message answer) {
        if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
            return OptionalLong.empty();
        }
        List<Record> records = answer.getSection(Section.ANSWER);
        if (answer.getRcode() == Rcode.NOERROR && !records.isEmpty()) {
            return records.stream().mapToLong(Record::getTTL).min();
        }
        return answer.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .mapToLong(soa -> Math.min(soa.getTTL(), soa.getMinimum()))
                .min();
    }

    private static Message aged(Message answer, long seconds) {
        Message copy = new Message();
        copy.getHeader().setRcode(answer.getHeader().getRcode());
        Stream.of(Section.ANSWER, Section.AUTHORITY)
                .forEach(section -> answer.getSection(section)
                        .forEach(record -> copy.addRecord(
                                Record.newRecord(
                                        record.getName(),
                                        record.getType(),
                                        record.getDClass(),
                                        Math.max(1, record.getTTL() - seconds),
                                        record.rdataToWireCanonical()),
                                section)));
        return copy;
    }
}
