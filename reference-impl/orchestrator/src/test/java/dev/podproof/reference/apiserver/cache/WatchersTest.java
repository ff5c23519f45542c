package dev.podproof.reference.apiserver.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.api.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchersTest {
    private static final String FIELD = "spec.nodeName";

    private final Watchers watchers = new Watchers();
    private final List<String> told = new ArrayList<>();
    private int read;

    @Test
    void tellsThoseOnlyWhomAnEventMayConcern() {
        follow("everything", "", Optional.empty());
        follow("the namespace", "blue", Optional.empty());
        follow("another namespace", "green", Optional.empty());
        follow("host-1", "", Optional.of("host-1"));
        follow("host-1, the namespace", "blue", Optional.of("host-1"));
        follow("host-1, another namespace", "green", Optional.of("host-1"));
        follow("host-2", "", Optional.of("host-2"));
        follow("nowhere", "", Optional.of(""));

        watchers.tell(new Event(pod("host-1"), null, false));

        assertThat(told).containsExactlyInAnyOrder("everything", "the namespace", "host-1", "host-1, the namespace");
    }

    @Test
    void tellsThoseWhoFollowedAnObjectThatMovesAndThoseWhoDoFromNowOnEachOnce() {
        follow("host-1", "", Optional.of("host-1"));
        follow("host-2", "", Optional.of("host-2"));

        watchers.tell(new Event(pod("host-2"), pod("host-1"), false));
        assertThat(told).containsExactlyInAnyOrder("host-1", "host-2");

        told.clear();
        watchers.tell(new Event(pod("host-2"), pod("host-2"), false));
        assertThat(told).containsExactly("host-2");
    }

    @Test
    void tellsNobodyWhoHasLeft() {
        Runnable first = follow("first", "", Optional.of("host-1"));
        Runnable second = follow("second", "", Optional.of("host-1"));
        first.run();

        watchers.tell(new Event(pod("host-1"), null, false));
        second.run();
        watchers.tell(new Event(pod("host-1"), null, false));

        assertThat(told).containsExactly("second");
    }

    @Test
    void readsNoFieldsForWhoeverAsksForNone() {
        follow("everything", "", Optional.empty());

        watchers.tell(new Event(pod("host-1"), null, false));

        assertThat(read).isZero();
    }

    private Runnable follow(String who, String namespace, Optional<String> node) {
        Entry.Selectable selectable = entry -> {
            read++;
            return Map.of(FIELD, Json.text(entry.document(), "spec", "nodeName"));
        };
        return watchers.register(
                new Interest(namespace, node.map(value -> new Interest.Field(FIELD, value, selectable))),
                event -> told.add(who));
    }

    private static Entry pod(String node) {
        String json = "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"nodeName\":\"" + node + "\"}}";
        return new Entry("blue/a", 1, json.getBytes(UTF_8));
    }
}
