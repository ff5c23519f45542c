package dev.podproof.reference.api;

import java.util.List;

/** A request that the API refuses: it becomes a Status object, with the reason's HTTP code. */
public final class ApiException extends RuntimeException {

    /**
     * One detail of a refusal.
     *
     * @param reason a word such as {@code FieldValueInvalid}
     * @param field the path of the field at fault, as in {@code spec.containers[0].name}
     */
    public record Cause(String reason, String message, String field) {}

    private final Reason reason;
    private final transient Subject subject;
    private final transient List<Cause> causes;

    /** What a refusal is about; empty strings where that is not known. */
    public record Subject(String group, String kind, String name) {
        /** A refusal that is about no object. */
        public static final Subject NONE = new Subject("", "", "");
    }

    public ApiException(Reason reason, String message) {
        this(reason, message, Subject.NONE, List.of());
    }

    public ApiException(Reason reason, String message, Subject subject, List<Cause> causes) {
        super(message);
        this.reason = reason;
        this.subject = subject;
        this.causes = List.copyOf(causes);
    }

    /** A request that cannot be understood. */
    public static ApiException badRequest(String message) {
        return new ApiException(Reason.BAD_REQUEST, message);
    }

    public Reason reason() {
        return reason;
    }

    public Subject subject() {
        return subject;
    }

    public List<Cause> causes() {
        return causes;
    }
}
