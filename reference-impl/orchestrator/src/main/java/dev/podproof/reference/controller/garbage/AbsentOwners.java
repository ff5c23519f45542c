package dev.podproof.reference.controller.garbage;

import java.util.LinkedHashMap;
import java.util.Map;

/** Owners that are known not to be: no uid ever comes back. Of a thousand pods of one owner, the first has it looked for. */
final class AbsentOwners {

    private static final int REMEMBERED = 1000;

    /** @param namespace where it is not, null for kinds of the cluster */
    private record Place(String namespace, String uid) {}

    private final Map<Place, Boolean> places = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    synchronized void add(String namespace, String uid) {
        places.put(new Place(namespace, uid), true);
    }

    synchronized boolean contains(String namespace, String uid) {
        return places.containsKey(new Place(namespace, uid));
    }
}
