package dev.podproof.reference.testing;

import dev.podproof.reference.apiserver.exchange.Limits;
import dev.podproof.reference.apiserver.exchange.Room;
import dev.podproof.reference.web.Times;
import java.time.Duration;

/** A server's limits, of which a test makes those small that it reaches. */
public final class Rooms {

    private static final long MEMORY = 512L * 1024 * 1024;

    private Times times = Times.USUAL;
    private Room room = Room.of(MEMORY);

    private Rooms() {}

    public static Rooms usual() {
        return new Rooms();
    }

    /** As for a process with so much memory. */
    public static Rooms of(long memory) {
        var rooms = new Rooms();
        rooms.room = Room.of(memory);
        return rooms;
    }

    public Limits limits() {
        return new Limits(times, room);
    }

    public Rooms times(Duration idle, Duration request, Duration answer, Duration linger) {
        times = new Times(idle, request, answer, linger);
        return this;
    }

    public Rooms requests(long all, long ofOne) {
        return room(all, ofOne, room.answers(), room.answersOfOne(), room.stored(), room.history(), room.lag());
    }

    public Rooms answers(long all, long ofOne) {
        return room(room.requests(), room.requestsOfOne(), all, ofOne, room.stored(), room.history(), room.lag());
    }

    public Rooms stored(long most) {
        return room(
                room.requests(),
                room.requestsOfOne(),
                room.answers(),
                room.answersOfOne(),
                most,
                room.history(),
                room.lag());
    }

    public Rooms history(long most, long lag) {
        return room(
                room.requests(), room.requestsOfOne(), room.answers(), room.answersOfOne(), room.stored(), most, lag);
    }

    public Rooms watches(int all, int ofOne) {
        return numbers(all, ofOne, room.connections(), room.strangers(), room.strangersOfOneAddress());
    }

    public Rooms connections(int all, int strangers, int ofOneAddress) {
        return numbers(room.watches(), room.watchesOfOne(), all, strangers, ofOneAddress);
    }

    private Rooms room(
            long requests, long requestsOfOne, long answers, long answersOfOne, long stored, long history, long lag) {
        room = new Room(
                room.body(),
                room.object(),
                requests,
                requestsOfOne,
                answers,
                answersOfOne,
                stored,
                history,
                lag,
                room.watches(),
                room.watchesOfOne(),
                room.waiting(),
                room.connections(),
                room.strangers(),
                room.strangersOfOneAddress());
        return this;
    }

    private Rooms numbers(int watches, int watchesOfOne, int connections, int strangers, int strangersOfOneAddress) {
        room = new Room(
                room.body(),
                room.object(),
                room.requests(),
                room.requestsOfOne(),
                room.answers(),
                room.answersOfOne(),
                room.stored(),
                room.history(),
                room.lag(),
                watches,
                watchesOfOne,
                room.waiting(),
                connections,
                strangers,
                strangersOfOneAddress);
        return this;
    }
}
