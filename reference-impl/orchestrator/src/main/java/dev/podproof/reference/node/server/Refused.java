package dev.podproof.reference.node.server;

/** A request can't be served; the message is for the user, and the code says whose fault it is. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;

    private Refused(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.reason = reason;
    }

    static Refused badRequest(String message) {
        return new Refused(400, "BadRequest", message);
    }

    static Refused forbidden(String message) {
        return new Refused(403, "Forbidden", message);
    }

    static Refused notFound(String message) {
        return new Refused(404, "NotFound", message);
    }

    static Refused tooMany(String message) {
        return new Refused(429, "TooManyRequests", message);
    }

    static Refused internal(String message) {
        return new Refused(500, "InternalError", message);
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
