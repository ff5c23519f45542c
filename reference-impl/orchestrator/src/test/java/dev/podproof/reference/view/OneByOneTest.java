package dev.podproof.reference.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneByOneTest {
    private final OneByOne testing = new OneByOne("testing");
    private final List<String> seen = new ArrayList<>();

    /** An object that throws when it is read. */
    private static final class Poisoned extends ConfigMap {
        private static final long serialVersionUID = 1L;

        @Override
        public ObjectMeta getMetadata() {
            throw new OutOfMemoryError("as a test wishes");
        }
    }

    @Test
    void goesOnPastWhatCannotBeDealtWithWhateverItIs() {
        List<Throwable> troubles = List.of(
                new OutOfMemoryError("as a test wishes"),
                new StackOverflowError("as a test wishes"),
                new AssertionError("as a test wishes"),
                new IllegalStateException("as a test wishes"));
        for (Throwable trouble : troubles) {
            testing.each(List.of(map("a"), map("bad"), map("b")), each -> {
                String name = each.getMetadata().getName();
                if (name.equals("bad")) {
                    throwIt(trouble);
                }
                seen.add(name);
            });
        }
        assertThat(seen).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
        assertThat(testing.of(map("bad"), each -> (String) null)).isEmpty();
        assertThat(testing.test(map("a"), each -> true)).isTrue();
    }

    /** An informer that let it through would lose its thread. */
    @Test
    void aChangeThatCannotBeNotedDoesNotReachTheInformer() {
        ResourceEventHandler<ConfigMap> handler = Changes.<ConfigMap>any(
                        map -> seen.add(map.getMetadata().getName()))
                .handler();
        handler.onAdd(new Poisoned());
        handler.onUpdate(map("a"), new Poisoned());
        handler.onDelete(map("a"), false);
        assertThat(seen).containsExactly("a");
    }

    private static void throwIt(Throwable trouble) {
        if (trouble instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) trouble;
    }

    private static ConfigMap map(String name) {
        ConfigMap map = new ConfigMap();
        map.setMetadata(new ObjectMeta());
        map.getMetadata().setName(name);
        return map;
    }
}
