package dev.podproof.reference.dns.server;

import dev.podproof.reference.dns.zone.RecordData;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Between the zone's words and the DNS library's. */
final class Wire {

    private static final int REFRESH = 7200;
    private static final int RETRY = 1800;
    private static final int EXPIRE = 86400;

    private Wire() {}

    /** How the zone spells a name; empty for names with bytes that no name of a cluster has. */
    static Optional<String> plain(Name name) {
        String text = name.toString(true).toLowerCase(Locale.ROOT);
        return text.indexOf('\\') < 0 ? Optional.of(text) : Optional.empty();
    }

    static Name name(String plain) {
        try {
            return Name.fromString(plain + ".");
        } catch (TextParseException unspeakable) {
            throw new IllegalArgumentException("not a DNS name: " + plain, unspeakable);
        }
    }

    /** The record of the asked type, or an alias; nothing when the data is of another type. */
    static Optional<Record> record(Name owner, int type, long ttl, RecordData data) {
        Record record = record(owner, ttl, data);
        return record.getType() == type || record.getType() == Type.CNAME || type == Type.ANY
                ? Optional.of(record)
                : Optional.empty();
    }

    /** Who is responsible for the zone, and for how long to believe that a name does not exist. */
    static SOARecord authority(String origin, long version, long ttl) {
        return new SOARecord(
                name(origin),
                DClass.IN,
                ttl,
                name("ns.dns." + origin),
                name("hostmaster." + origin),
                version & 0xffffffffL,
                REFRESH,
                RETRY,
                EXPIRE,
                ttl);
    }

    private static Record record(Name owner, long ttl, RecordData data) {
        if (data instanceof RecordData.Address address) {
            return new ARecord(owner, DClass.IN, ttl, address(address.ip()));
        } else if (data instanceof RecordData.Alias alias) {
            return new CNAMERecord(owner, DClass.IN, ttl, name(alias.target()));
        } else if (data instanceof RecordData.Pointer pointer) {
            return new PTRRecord(owner, DClass.IN, ttl, name(pointer.target()));
        } else if (data instanceof RecordData.Target target) {
            return new SRVRecord(owner, DClass.IN, ttl, 0, 100, target.port(), name(target.host()));
        } else {
            return new TXTRecord(owner, DClass.IN, ttl, ((RecordData.Text) data).words());
        }
    }

    private static InetAddress address(String ip) {
        try {
            return InetAddress.getByName(ip);
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException("not an address: " + ip, malformed);
        }
    }
}
