package dev.podproof.reference.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quantities such as {@code 500m}, {@code 64Mi} or {@code 1e3}: how much they are, and the one way in which each is written.
 *
 * <p>That way is Kubernetes' canonical form: no fraction, the largest suffix that leaves an integer, and the family of suffixes that the
 * author chose.
 */
public final class Quantities {

    /** What a quantity is rounded up to, as a number of decimal places: the finest that there is. */
    public static final int NANO = 9;

    /** What amounts of resources are rounded up to. */
    public static final int MILLI = 3;

    private static final Pattern FORM = Pattern.compile(
            "([+-]?(?:\\d{1,40}(?:\\.\\d{0,40})?|\\.\\d{1,40}))(?:[eE]([+-]?\\d{1,2})|([numkMGTPE])|([KMGTPE]i))?");

    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final int SMALLEST_DECIMAL = -9;
    private static final int LARGEST_DECIMAL = 18;
    private static final int STEP = 3;
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final BigInteger KIBI = BigInteger.valueOf(1024);

    /** Binary quantities, which are bytes, end here: they have to fit into the programs that count them. */
    private static final BigDecimal MOST_BYTES = BigDecimal.valueOf(Long.MAX_VALUE);

    private enum Family {
        DECIMAL,
        BINARY,
        EXPONENT
    }

    private record Parsed(BigDecimal amount, Family family) {}

    private Quantities() {}

    /** The amount, or nothing if the text is no quantity. */
    public static Optional<BigDecimal> amount(JsonNode quantity) {
        return parse(quantity.asText("")).map(Parsed::amount);
    }

    /**
     * The quantity in its canonical form, or nothing if the text is no quantity.
     *
     * @param places {@link #NANO} or {@link #MILLI}: what is finer is rounded up, so that a little is never taken for nothing
     */
    public static Optional<String> canonical(JsonNode quantity, int places) {
        return parse(quantity.asText("").strip()).map(parsed -> write(parsed, places));
    }

    private static Optional<Parsed> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var digits = matcher.group(1);
        var number = new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
        if (matcher.group(2) != null) {
            int exponent = Integer.parseInt(matcher.group(2));
            return Optional.of(new Parsed(number.scaleByPowerOfTen(exponent), Family.EXPONENT));
        }
        if (matcher.group(4) != null) {
            var factor = new BigDecimal(KIBI.pow(BINARY.indexOf(matcher.group(4))));
            return Optional.of(new Parsed(number.multiply(factor), Family.BINARY));
        }
        var suffix = matcher.group(3) == null ? "" : matcher.group(3);
        int exponent = SMALLEST_DECIMAL + STEP * DECIMAL.indexOf(suffix);
        return Optional.of(new Parsed(number.scaleByPowerOfTen(exponent), Family.DECIMAL));
    }

    private static String write(Parsed parsed, int places) {
        var amount = parsed.amount().setScale(places, RoundingMode.UP).stripTrailingZeros();
        if (amount.signum() == 0) {
            return "0";
        }
        if (parsed.family() != Family.BINARY) {
            return decimal(amount, parsed.family());
        }
        amount = amount.min(MOST_BYTES).max(MOST_BYTES.negate());
        boolean whole = amount.scale() <= 0;
        boolean small = amount.abs().compareTo(new BigDecimal(KIBI)) < 0;
        return whole && !small ? binary(amount.toBigIntegerExact()) : decimal(amount, Family.DECIMAL);
    }

    private static String binary(BigInteger amount) {
        int suffix = 0;
        while (suffix < BINARY.size() - 1 && amount.mod(KIBI).signum() == 0) {
            amount = amount.divide(KIBI);
            suffix++;
        }
        return amount + BINARY.get(suffix);
    }

    private static String decimal(BigDecimal amount, Family family) {
        int exponent = Math.floorDiv(-amount.scale(), STEP) * STEP;
        if (family == Family.DECIMAL) {
            exponent = Math.min(exponent, LARGEST_DECIMAL);
        }
        var digits = amount.scaleByPowerOfTen(-exponent).toBigIntegerExact();
        if (family == Family.EXPONENT) {
            return exponent == 0 ? digits.toString() : digits + "e" + exponent;
        }
        return digits + DECIMAL.get((exponent - SMALLEST_DECIMAL) / STEP);
    }
}
