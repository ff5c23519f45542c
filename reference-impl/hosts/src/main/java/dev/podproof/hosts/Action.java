package dev.podproof.hosts;

/** One step of a bring-up. Reads what earlier ones left in the {@link BringUp}, does its part, and leaves its own result there. */
interface Action {
    /** One word, for the progress and for the message of a failure. */
    String name();

    void run(BringUp cluster);
}
