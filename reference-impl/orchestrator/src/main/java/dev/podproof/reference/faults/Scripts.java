package dev.podproof.reference.faults;

import dev.podproof.reference.host.Commands;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Faults on the command line of a host: rules that are written otherwise, and rules of their own. */
final class Scripts {
    private static final AtomicInteger TABLES = new AtomicInteger();
    /** What their tables begin with. */
    private static final String TABLE = "ip podproof_fault_";

    private Scripts() {}

    /** Whatever nftables is told, it is told otherwise. */
    static Fault.Decorator<Commands> nft(UnaryOperator<String> change) {
        return nft((script, place) -> change.apply(script));
    }

    /** The same by a host that knows itself. */
    static Fault.Decorator<Commands> nft(java.util.function.BiFunction<String, Place, String> change) {
        return (real, place) -> (command, input) ->
                real.run(command, command.equals(List.of("nft", "-f", "-")) ? change.apply(input, place) : input);
    }

    /** Each line of what nftables is told. */
    static Fault.Decorator<Commands> lines(UnaryOperator<String> change) {
        return nft(script -> script.lines().map(change).collect(Collectors.joining("\n", "", "\n")));
    }

    /** nftables is not told of these lines. */
    static Fault.Decorator<Commands> without(Predicate<String> unwanted) {
        return nft(script -> script.lines().filter(unwanted.negate()).collect(Collectors.joining("\n", "", "\n")));
    }

    /** Hosts with pods have these chains while the fault is on; %1$s stands for the range of pods, %2$s for the host's own address. */
    static Fault.Effect chains(String chains) {
        return chains(place -> true, place -> chains);
    }

    /** Some hosts have them. */
    static Fault.Effect chains(Predicate<Place> where, Function<Place, String> chains) {
        // A table of its own, so that several faults can be on.
        String table = TABLE + TABLES.incrementAndGet();
        return place -> {
            if (place.node().isEmpty() || !where.test(place)) {
                return () -> {};
            }
            String text = chains.apply(place).formatted(place.podRange(), place.address());
            String gone = "add table %1$s\ndelete table %1$s\n".formatted(table);
            place.commands().run(List.of("nft", "-f", "-"), gone + "table " + table + " {\n" + text + "}\n");
            return () -> place.commands().run(List.of("nft", "-f", "-"), gone);
        };
    }
}
