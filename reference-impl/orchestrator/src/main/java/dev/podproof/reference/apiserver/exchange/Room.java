package dev.podproof.reference.apiserver.exchange;

/**
 * How much memory others can make the server hold (docs/bounds.md). Bytes, where nothing else is said.
 *
 * @param body of one request
 * @param object of one object, as it is stored
 * @param requests of all requests that arrive or are worked on, with the objects that they change
 * @param requestsOfOne of those, one caller's
 * @param answers of all answers that are not sent yet, without the objects in them
 * @param answersOfOne of those, one caller's
 * @param stored of all objects
 * @param history of the changes that are remembered
 * @param lag how much may be replaced while a reader is still being sent what was there before
 * @param watches a number: how many may be open
 * @param watchesOfOne of those, one caller's
 * @param waiting a number: of the events that wait for all readers
 * @param connections a number
 * @param strangers a number: of the connections on which nobody has said yet who he is
 * @param strangersOfOneAddress of those, one address'
 */
public record Room(
        long body,
        long object,
        long requests,
        long requestsOfOne,
        long answers,
        long answersOfOne,
        long stored,
        long history,
        long lag,
        int watches,
        int watchesOfOne,
        int waiting,
        int connections,
        int strangers,
        int strangersOfOneAddress) {

    /** What Kubernetes allows. */
    private static final long BODY = 3 * 1024 * 1024;

    /** A little less than what etcd takes. */
    private static final long OBJECT = 1_500_000;

    private static final long PER_WATCH = 128 * 1024;
    private static final long PER_CONNECTION = 64 * 1024;
    private static final long PER_WAITING = 512;

    /** Shares of a process' memory that leave it half for its own work. */
    public static Room of(long memory) {
        int watches = (int) (memory / PER_WATCH);
        int connections = (int) (memory / PER_CONNECTION);
        return new Room(
                BODY,
                OBJECT,
                memory / 12,
                memory / 36,
                memory / 16,
                memory / 64,
                memory / 6,
                memory / 24,
                memory / 12,
                watches,
                watches / 4,
                (int) (memory / PER_WAITING),
                connections,
                connections / 4,
                connections / 8);
    }
}
