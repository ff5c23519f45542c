package dev.podproof.reference.scheduler;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/** Amounts of resources by name, in thousandths of their unit: cores, bytes, or pieces. */
record Amounts(Map<String, Long> milli) {

    static final Amounts NONE = new Amounts(Map.of());

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE / 1_000_000);

    Amounts {
        milli = Map.copyOf(milli);
    }

    static Amounts of(Map<String, Quantity> quantities) {
        if (quantities == null || quantities.isEmpty()) {
            return NONE;
        }
        Map<String, Long> milli = new HashMap<>();
        quantities.forEach((name, quantity) -> milli.put(name, milli(quantity)));
        return new Amounts(milli);
    }

    Amounts plus(Amounts other) {
        return merge(other, Long::sum);
    }

    Amounts minus(Amounts other) {
        return merge(other, (a, b) -> a - b);
    }

    Amounts max(Amounts other) {
        return merge(other, Math::max);
    }

    long of(String resource) {
        return milli.getOrDefault(resource, 0L);
    }

    private Amounts merge(Amounts other, LongBinaryOperator operator) {
        if (other.milli.isEmpty()) {
            return this;
        }
        Map<String, Long> merged = new HashMap<>(milli);
        other.milli.forEach((name, amount) -> merged.put(name, operator.applyAsLong(of(name), amount)));
        return new Amounts(merged);
    }

    private static long milli(Quantity quantity) {
        BigDecimal exact = quantity.getNumericalAmount().movePointRight(3).setScale(0, RoundingMode.CEILING);
        // Absurd amounts stay absurd, but a few thousand of them can still be added up.
        return exact.min(MOST).longValue();
    }
}
