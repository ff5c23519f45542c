package dev.podproof.reference.dns.server;

import java.io.IOException;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;

/** Whoever knows the names that are not the cluster's. */
interface Upstream {

    /**
     * The answer to a question, with the upstream's own response code.
     *
     * @throws IOException if none of the resolvers answered in time
     */
    Message resolve(Record question) throws IOException;
}
