package dev.podproof.reference.api.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as documents hold them: RFC 3339, with any offset on the way in, in UTC on the way out. */
final class Times {

    /** Only years of four digits: that is all that the clients' formats have room for. */
    private static final Pattern FORM =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    /** The form in which a time is stored, or nothing if it is none. */
    static Optional<String> canonical(String text, Schema.Value type) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            var formatter = type == Schema.Value.MICRO_TIME ? MICROS : SECONDS;
            return Optional.of(formatter.format(Instant.parse(text)))
                    .filter(kept -> FORM.matcher(kept).matches());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
