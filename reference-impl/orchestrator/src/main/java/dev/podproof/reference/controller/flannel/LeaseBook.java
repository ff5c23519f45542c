package dev.podproof.reference.controller.flannel;

import java.util.Map;
import java.util.Optional;

/** Where flannel's daemons find their configuration and each other's leases. All methods throw if it can't be reached. */
public interface LeaseBook {

    /** The value of a key. */
    Optional<String> get(String key);

    /** The values of all keys with that beginning. */
    Map<String, String> list(String prefix);

    /** Writes a key that is not there; false if it is. */
    boolean create(String key, String value);

    /** Writes a key for as long as a lease lasts. */
    void put(String key, String value);

    /** Takes a key away. */
    void delete(String key);

    /** What is put from now on lasts for a whole lease from now. */
    void renew();

    /** Calls back after each change of a key with that beginning, for as long as the book is open. */
    void follow(String prefix, Runnable changed);
}
