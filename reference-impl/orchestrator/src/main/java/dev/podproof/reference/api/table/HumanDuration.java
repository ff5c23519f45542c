package dev.podproof.reference.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Durations as kubectl prints them: two units at most, and the second one only while it matters. */
final class HumanDuration {
    static final String UNKNOWN = "<unknown>";

    private static final long DAYS_OF_A_YEAR = 365;

    private HumanDuration() {}

    /** The time from a timestamp in a document to {@code now}; {@code <unknown>} where there is none. */
    static String since(JsonNode timestamp, Instant now) {
        return time(timestamp).map(then -> of(Duration.between(then, now))).orElse(UNKNOWN);
    }

    /** The time that stands in a document, if it is one. */
    static Optional<Instant> time(JsonNode timestamp) {
        try {
            return timestamp.isTextual() ? Optional.of(Instant.parse(timestamp.asText())) : Optional.empty();
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    static String of(Duration duration) {
        if (duration.toSeconds() < -1) {
            return "<invalid>";
        }
        long seconds = Math.max(0, duration.toSeconds());
        long minutes = duration.toMinutes();
        long hours = duration.toHours();
        long days = duration.toDays();
        long years = days / DAYS_OF_A_YEAR;
        if (minutes < 2) {
            return seconds + "s";
        }
        if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        }
        if (hours < 3) {
            return minutes + "m";
        }
        if (hours < 8) {
            return two(hours, "h", minutes % 60, "m");
        }
        if (days < 2) {
            return hours + "h";
        }
        if (days < 8) {
            return two(days, "d", hours % 24, "h");
        }
        if (years < 2) {
            return days + "d";
        }
        return years < 8 ? two(years, "y", days % DAYS_OF_A_YEAR, "d") : years + "y";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return small == 0 ? large + largeUnit : large + largeUnit + small + smallUnit;
    }
}
