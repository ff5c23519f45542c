package dev.podproof.reference.node.runtime.docker;

import dev.podproof.reference.node.runtime.ContainerStreams.LogQuery;
import dev.podproof.reference.node.runtime.OutputReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads containers' logs by lines, where the Engine counts pieces. */
final class DockerLogs {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z' ").withZone(ZoneOffset.UTC);

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** Asked for beyond the lines that are wanted: with them it is mostly known at the first look where the lines begin. */
    private static final int MORE = 8;

    private static final int GROWTH = 8;

    private final Path socket;

    DockerLogs(Path socket) {
        this.socket = socket;
    }

    /** Where the lines that are wanted begin: so many lines after that time. */
    private record Start(Optional<Instant> time, long skip) {
        static final Start OF_THE_LOG = new Start(Optional.empty(), 0);
    }

    /** Throws RuntimeFailure if the Engine refuses; what comes after its first word, the reader hears. */
    EngineConnection read(String id, boolean tty, LogQuery query, OutputReader reader) {
        boolean nothingOld = query.tail().filter(lines -> lines == 0).isPresent();
        Start start = nothingOld || query.tail().isEmpty()
                ? new Start(query.since(), 0)
                : start(id, tty, query.tail().get());
        byte[] since = query.since().map(DockerLogs::stamp).orElse(new byte[0]);
        LogLines lines = new LogLines(query.timestamps(), start.skip(), since, reader);
        LogPieces pieces = new LogPieces(tty, lines);
        EngineConnection connection = EngineConnection.ask(
                socket,
                "GET",
                path(id)
                        + (query.follow() ? "&follow=1" : "")
                        + (nothingOld ? "&tail=0" : "")
                        + start.time().map(DockerLogs::since).orElse(""));
        connection.read(
                bytes -> {
                    pieces.accept(bytes);
                    lines.flush();
                },
                failure -> {
                    pieces.end();
                    lines.flush();
                    reader.end(failure);
                });
        return connection;
    }

    /** Looks at ever more pieces until there are as many lines, or no more pieces. */
    private Start start(String id, boolean tty, long wanted) {
        for (long most = Math.min(wanted, Integer.MAX_VALUE) + MORE; most <= Integer.MAX_VALUE; most *= GROWTH) {
            LogCount count = new LogCount();
            LogPieces pieces = new LogPieces(tty, count);
            EngineConnection.ask(socket, "GET", path(id) + "&tail=" + most).readHere(pieces);
            pieces.end();
            count.end();
            if (count.pieces() < most) {
                return new Start(Optional.empty(), Math.max(0, count.all() - wanted));
            }
            if (count.counted() >= wanted) {
                return new Start(Optional.of(time(count.from())), count.counted() - wanted);
            }
        }
        return Start.OF_THE_LOG;
    }

    private static String path(String id) {
        return "/containers/" + id + "/logs?stdout=1&stderr=1&timestamps=1";
    }

    private static String since(Instant time) {
        Instant bounded = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LAST) ? LAST : time;
        return "&since=" + bounded.getEpochSecond() + "." + "%09d".formatted(bounded.getNano());
    }

    private static byte[] stamp(Instant time) {
        Instant bounded = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LAST) ? LAST : time;
        return STAMP.format(bounded).getBytes(StandardCharsets.US_ASCII);
    }

    private static Instant time(byte[] stamp) {
        return Instant.parse(new String(stamp, StandardCharsets.US_ASCII).strip());
    }
}
