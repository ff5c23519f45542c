package dev.podproof.reference.controller.subnets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.api.Ipv4Range;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Nodes come, go, come again, and bring subnets of their own, in any order. */
class SubnetPoolProperties {
    private static final int RANGE_PREFIX = 20;
    private static final int NODES = 24;

    private enum Deed {
        TAKE,
        CLAIM,
        RELEASE
    }

    record Step(Deed deed, int node, int part) {}

    @Property
    void no_two_nodes_share_an_address_and_nobody_is_refused_while_a_subnet_is_free(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 21, max = 24) int prefix) {
        Ipv4Range range = Ipv4Range.parse("10.244.16.0/" + RANGE_PREFIX);
        int count = 1 << (prefix - RANGE_PREFIX);
        SubnetPool pool = new SubnetPool(range, prefix);
        Map<String, Ipv4Range> owned = new HashMap<>();
        for (Step step : steps) {
            String node = "node-" + step.node();
            switch (step.deed()) {
                case TAKE -> {
                    Optional<Ipv4Range> taken = pool.take(node);
                    assertThat(taken.isPresent()).isEqualTo(owned.containsKey(node) || owned.size() < count);
                    if (owned.containsKey(node)) {
                        assertThat(taken).contains(owned.get(node));
                    }
                    taken.ifPresent(subnet -> owned.put(node, subnet));
                }
                case CLAIM -> {
                    Ipv4Range wanted = owned.getOrDefault(node, range.part(prefix, step.part() % count));
                    boolean free = owned.entrySet().stream()
                            .noneMatch(each -> !each.getKey().equals(node)
                                    && each.getValue().overlaps(wanted));
                    assertThat(pool.claim(node, wanted)).isEqualTo(free);
                    if (free) {
                        owned.put(node, wanted);
                    }
                }
                case RELEASE -> {
                    pool.release(node);
                    owned.remove(node);
                }
            }
            assertThat(owned.values()).doesNotHaveDuplicates().allMatch(range::contains);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(Deed.class),
                        Arbitraries.integers().between(1, NODES),
                        Arbitraries.integers().between(0, 15))
                .as(Step::new)
                .list()
                .ofMaxSize(120);
    }
}
