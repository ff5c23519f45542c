package dev.podproof.report.workshop;

/** A page that cannot be executed as it stands; the message says where and why. */
public final class PageInvalid extends RuntimeException {
    PageInvalid(String page, int line, String why) {
        super(page + ":" + line + ": " + why);
    }
}
