package dev.podproof.conformance.world;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.probe.ExecResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Makes calls from inside containers to what others answer on. */
public final class Caller {
    /** Datagrams may be lost without anybody having done wrong, and a server that is busy may lose one more. */
    private static final int TRIES = 5;

    /** Of a line that a call leaves: protocol, address, port, tries, and what was heard. */
    private static final int WORDS = 5;

    private final Shell shell;

    Caller(Shell shell) {
        this.shell = shell;
    }

    /** Whom to call: an address or a name, a port and TCP or UDP. */
    public record Door(String address, int port, String protocol) {
        private String key() {
            return protocol + " " + address + " " + port;
        }
    }

    /** Makes all of these calls at once, each again until it is answered or has been tried often enough. */
    public List<Call> call(Peer from, String container, List<Door> doors) {
        return call(from, container, doors, TRIES);
    }

    /** Makes a call that nobody may answer: once, because an answer would come at once. */
    public Call callOnce(Peer from, String container, Door door) {
        return call(from, container, List.of(door), 1).get(0);
    }

    /** As {@link #callOnce(Peer, String, Door)}, to all of these doors at once. */
    public List<Call> callOnce(Peer from, String container, List<Door> doors) {
        return call(from, container, doors, 1);
    }

    /**
     * Waits until each of these was answered once at each of these doors, by anybody, as clients do of a service that has just been made:
     * that it is known to the API says nothing of each host. Who answers, and how often, is for the calls to show that come after; where
     * time is over they are made all the same.
     */
    public void awaitWay(List<? extends Peer> from, List<Door> doors, Limit patience) {
        Map<Peer, List<Door>> unanswered = new ConcurrentHashMap<>();
        from.forEach(caller -> unanswered.put(caller, doors));
        // A server of datagrams is deaf for a moment after each caller: asked for all at once, some door is always
        // missed.
        Eventually.lastSeen(
                patience,
                () -> {
                    all(List.copyOf(unanswered.keySet()), caller -> {
                        List<Door> left = call(caller, caller.container(), unanswered.get(caller), 1).stream()
                                .filter(call -> !call.answered())
                                .map(call -> new Door(call.to(), call.port(), call.protocol()))
                                .toList();
                        if (left.isEmpty()) {
                            unanswered.remove(caller);
                        } else {
                            unanswered.put(caller, left);
                        }
                        return left;
                    });
                    return unanswered;
                },
                Map::isEmpty);
    }

    /** Opens new connections to one door, ten at a time; one that fails is not tried again. */
    public List<Call> connect(Peer from, Door door, int times) {
        return call(from, from.container(), Programs.CONNECT, Collections.nCopies(times, door), 1);
    }

    /** Sends datagrams to one door, one after the other and all from the same port. */
    public List<Call> flow(Peer from, Door door, int times) {
        return call(from, from.container(), Programs.CALL_FROM_ONE_PORT, Collections.nCopies(times, door), 1);
    }

    /** Sends much to each of these doors, where as much is sent back, all at once. */
    public List<Call> talk(Peer from, List<Door> doors) {
        List<String> arguments = new ArrayList<>();
        doors.forEach(door -> arguments.addAll(List.of(door.protocol(), door.address(), String.valueOf(door.port()))));
        return calls(from, doors, shell.run(from, from.container(), Programs.TALK, arguments.toArray(String[]::new)));
    }

    /** Opens new connections to one door, each after the one before has ended, with a pause now and then. */
    public List<Call> connectInTurn(Peer from, Door door, int times) {
        return call(from, from.container(), Programs.CALL_IN_TURN, Collections.nCopies(times, door), 1);
    }

    /**
     * Lets many call at the same time, each all of its doors.
     *
     * @param doors for each caller whom it calls
     */
    public List<Call> callAll(Map<? extends Peer, List<Door>> doors) {
        return all(doors.keySet(), from -> call(from, from.container(), doors.get(from)));
    }

    /** Lets many make their calls at the same time. */
    public <P extends Peer, R> List<R> all(Collection<P> peers, Function<? super P, List<R>> calling) {
        ExecutorService callers = Executors.newFixedThreadPool(Math.max(1, peers.size()));
        try {
            List<Future<List<R>>> rows = new ArrayList<>();
            peers.forEach(from -> rows.add(callers.submit(() -> calling.apply(from))));
            List<R> all = new ArrayList<>();
            for (Future<List<R>> row : rows) {
                all.addAll(row.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "A container could not make its calls: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while containers were calling each other", e);
        } finally {
            callers.shutdownNow();
        }
    }

    /** Connects that often to each of these pods, on a TCP port, and counts what needed a second try. */
    public FirstTries firstTries(Peer from, List<? extends Peer> servers, int port, int times) {
        return FirstTries.make(shell, from, servers, port, times);
    }

    private List<Call> call(Peer from, String container, List<Door> doors, int tries) {
        return call(from, container, Programs.CALL, doors, tries);
    }

    private List<Call> call(Peer from, String container, String program, List<Door> doors, int tries) {
        List<String> arguments = new ArrayList<>();
        doors.forEach(door -> arguments.addAll(
                List.of(String.valueOf(tries), door.protocol(), door.address(), String.valueOf(door.port()))));
        return calls(from, doors, shell.run(from, container, program, arguments.toArray(String[]::new)));
    }

    private List<Call> calls(Peer from, List<Door> doors, ExecResult printed) {
        Map<String, Deque<String[]>> heard = new HashMap<>();
        printed.out()
                .lines()
                .map(line -> line.split(" ", WORDS))
                .filter(words -> words.length >= WORDS - 1)
                .forEach(words -> heard.computeIfAbsent(
                                words[0] + " " + words[1] + " " + words[2], key -> new ArrayDeque<>())
                        .add(words));
        return doors.stream()
                .map(door -> of(
                        from,
                        door,
                        heard.getOrDefault(door.key(), new ArrayDeque<>()).poll()))
                .toList();
    }

    private Call of(Peer from, Door door, String... words) {
        int tries = words == null ? 1 : Integer.parseInt(words[WORDS - 2]);
        shell.counts().call(tries - 1);
        String heard = words == null || words.length < WORDS ? "" : words[WORDS - 1];
        return new Call(from, door.address(), door.port(), door.protocol(), tries, heard);
    }
}
