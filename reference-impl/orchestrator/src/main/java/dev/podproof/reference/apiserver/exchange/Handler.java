package dev.podproof.reference.apiserver.exchange;

/** Answers requests. Called on the threads of the web server, which it must not block. */
public interface Handler {

    /** What is to become of a request, by its head alone: nothing of its body has been read. Never fails, as a refusal is a reply too. */
    Verdict judge(Request head);
}
