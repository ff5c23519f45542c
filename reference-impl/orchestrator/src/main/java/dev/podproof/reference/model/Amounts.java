package dev.podproof.reference.model;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/** Amounts of resources by name: processors in thousandths, everything else in its own unit, such as bytes or pods. */
public record Amounts(Map<String, Long> units) {
    public static final Amounts NONE = new Amounts(Map.of());

    /** Absurd amounts stay absurd, but a few thousand of them can still be added up. */
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE / 10_000);

    public Amounts {
        units = Map.copyOf(units);
    }

    /** The same amounts as the API writes them; null is none. */
    public static Amounts of(Map<String, Quantity> quantities) {
        if (quantities == null || quantities.isEmpty()) {
            return NONE;
        }
        Map<String, Long> units = new HashMap<>();
        quantities.forEach((name, quantity) -> units.put(name, units(name, quantity)));
        return new Amounts(units);
    }

    public Amounts plus(Amounts other) {
        return merge(other, Long::sum);
    }

    public Amounts minus(Amounts other) {
        return merge(other, (a, b) -> a - b);
    }

    public Amounts max(Amounts other) {
        return merge(other, Math::max);
    }

    /** 0 if there is none of it. */
    public long of(String resource) {
        return units.getOrDefault(resource, 0L);
    }

    private Amounts merge(Amounts other, LongBinaryOperator operator) {
        if (other.units.isEmpty()) {
            return this;
        }
        Map<String, Long> merged = new HashMap<>(units);
        other.units.forEach((name, amount) -> merged.put(name, operator.applyAsLong(of(name), amount)));
        return new Amounts(merged);
    }

    private static long units(String name, Quantity quantity) {
        BigDecimal amount = quantity.getNumericalAmount();
        BigDecimal exact = name.equals("cpu") ? amount.movePointRight(3) : amount;
        // Written out, a number like 1e999999999 or its reverse would fill the memory.
        long digitsBeforePoint = (long) exact.precision() - exact.scale();
        if (digitsBeforePoint <= 0) {
            return exact.signum() > 0 ? 1 : 0;
        }
        return exact.min(MOST)
                .max(MOST.negate())
                .setScale(0, RoundingMode.CEILING)
                .longValue();
    }
}
