package dev.podproof.conformance.world;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.NotUndone;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The changes outside its namespaces that a scenario has to undo, however it ends. */
final class Afterwards {
    private static final Logger LOG = LoggerFactory.getLogger(Afterwards.class);

    private final Deque<Runnable> undoings = new ArrayDeque<>();

    void add(Runnable undoing) {
        undoings.push(undoing);
    }

    /**
     * Undoes everything, the last change first; a failure keeps nothing else from being undone.
     *
     * @throws NotUndone the first that one of them threw: it is about the whole target, where the others only cost later scenarios some time
     */
    void undo(String scenario) {
        Optional<NotUndone> left = Optional.empty();
        while (!undoings.isEmpty()) {
            try {
                undoings.pop().run();
            } catch (NotUndone e) {
                left = left.or(() -> Optional.of(e));
            } catch (RuntimeException | NotMet e) {
                LOG.warn("Cleaning up after '{}': {}", scenario, e.getMessage());
            }
        }
        left.ifPresent(e -> {
            throw e;
        });
    }
}
