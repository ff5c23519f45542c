package dev.podproof.conformance.probe;

import dev.podproof.conformance.probe.StandingShell.NotBegun;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs commands inside containers through shells that stand there, one for each container and one more for each command that runs at the
 * same time. Safe to share between threads.
 */
public final class PodShells implements AutoCloseable {
    /** So many stand idle at most: each is a connection that the cluster holds open, and clusters bound these for each user. */
    private static final int MOST_IDLE = 8;

    private final Opener opener;
    private final Map<Place, Deque<StandingShell>> idle = new LinkedHashMap<>();
    private boolean closed;

    private record Place(String namespace, String pod, String container) {
        @Override
        public String toString() {
            return "exec in " + namespace + "/" + pod + "/" + container;
        }
    }

    /** Starts a shell in a container, or throws that it is lost. */
    interface Opener {
        StandingShell open(String namespace, String pod, String container);
    }

    public PodShells(ExecProbe exec) {
        this(exec::shell);
    }

    PodShells(Opener opener) {
        this.opener = opener;
    }

    /**
     * Runs a command and waits for its end. Where the container was started again since the last one, a new shell is told it.
     *
     * @throws ExecLost when the command could not be started, did not end within the limit, or its shell ended in the middle of it
     */
    public ExecResult run(String namespace, String pod, String container, List<String> command, Duration limit) {
        Place place = new Place(namespace, pod, container);
        for (StandingShell old = standing(place); old != null; old = standing(place)) {
            try {
                return run(place, old, command, limit);
            } catch (NotBegun e) {
                // It went with its container, or its connection did: the command goes to another.
                old.close();
            }
        }
        try {
            return run(place, opener.open(namespace, pod, container), command, limit);
        } catch (NotBegun e) {
            throw new ExecLost(e.getMessage(), e);
        }
    }

    /**
     * Runs a command in a shell that is started for it.
     *
     * @throws ExecLost as {@link #run(String, String, String, List, Duration)}
     */
    public ExecResult runAnew(String namespace, String pod, String container, List<String> command, Duration limit) {
        StandingShell shell = opener.open(namespace, pod, container);
        try {
            return shell.run(new Place(namespace, pod, container).toString(), command, limit);
        } catch (NotBegun e) {
            throw new ExecLost(e.getMessage(), e);
        } finally {
            shell.close();
        }
    }

    private ExecResult run(Place place, StandingShell shell, List<String> command, Duration limit) throws NotBegun {
        ExecResult result = shell.run(place.toString(), command, limit);
        stays(place, shell);
        return result;
    }

    /** A shell that stands there idle; the place is the one used last from now on. */
    private synchronized StandingShell standing(Place place) {
        Deque<StandingShell> shells = idle.remove(place);
        if (shells == null) {
            return null;
        }
        idle.put(place, shells);
        return shells.poll();
    }

    private synchronized void stays(Place place, StandingShell shell) {
        idle.computeIfAbsent(place, unused -> new ArrayDeque<>()).push(shell);
        int surplus = idle.values().stream().mapToInt(Deque::size).sum() - (closed ? 0 : MOST_IDLE);
        for (; surplus > 0; surplus--) {
            idle.values().stream()
                    .filter(shells -> !shells.isEmpty())
                    .findFirst()
                    .orElseThrow()
                    .removeLast()
                    .close();
        }
    }

    /** Ends every shell. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(shells -> shells.forEach(StandingShell::close));
        idle.clear();
    }
}
