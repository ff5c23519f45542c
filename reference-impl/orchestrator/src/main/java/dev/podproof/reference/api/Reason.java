package dev.podproof.reference.api;

/** Why the API refuses: the machine-readable reasons of a Kubernetes Status, each with its HTTP code. */
public enum Reason {
    BAD_REQUEST(400, "BadRequest"),
    UNAUTHORIZED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    NOT_FOUND(404, "NotFound"),
    METHOD_NOT_ALLOWED(405, "MethodNotAllowed"),
    NOT_ACCEPTABLE(406, "NotAcceptable"),
    ALREADY_EXISTS(409, "AlreadyExists"),
    CONFLICT(409, "Conflict"),
    GONE(410, "Gone"),
    EXPIRED(410, "Expired"),
    TOO_LARGE(413, "RequestEntityTooLarge"),
    UNSUPPORTED_MEDIA_TYPE(415, "UnsupportedMediaType"),
    INVALID(422, "Invalid"),
    TOO_MANY_REQUESTS(429, "TooManyRequests"),
    INTERNAL_ERROR(500, "InternalError"),
    SERVICE_UNAVAILABLE(503, "ServiceUnavailable"),
    TIMEOUT(504, "Timeout"),
    INSUFFICIENT_STORAGE(507, "InsufficientStorage");

    private final int code;
    private final String text;

    Reason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The HTTP status code. */
    public int code() {
        return code;
    }

    /** The word in a Status object's {@code reason}. */
    public String text() {
        return text;
    }
}
