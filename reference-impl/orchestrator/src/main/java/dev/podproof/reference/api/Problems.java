package dev.podproof.reference.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with a document: collected, so that one answer names every field at fault, or the first of very many. */
public final class Problems {

    private static final int MOST = 100;
    private static final int LONGEST_VALUE = 256;

    private static final int LONGEST_LIST = 12 * 1024;

    private long left;
    private final List<ApiException.Cause> found = new ArrayList<>();

    /** A field that has to be there is not. */
    public void required(String field, String why) {
        add("FieldValueRequired", field, "Required value" + (why.isEmpty() ? "" : ": " + why));
    }

    public void invalid(String field, Object value, String why) {
        add("FieldValueInvalid", field, "Invalid value: " + quoted(value) + ": " + why);
    }

    /** Adds a problem if a check has found one. */
    public void invalid(String field, Object value, Optional<String> problem) {
        problem.ifPresent(why -> invalid(field, value, why));
    }

    public void duplicate(String field, Object value) {
        add("FieldValueDuplicate", field, "Duplicate value: " + quoted(value));
    }

    public void forbidden(String field, String why) {
        add("FieldValueForbidden", field, "Forbidden: " + why);
    }

    /** A value that refers to something that is not there. */
    public void notFound(String field, Object value) {
        add("FieldValueNotFound", field, "Not found: " + quoted(value));
    }

    /** A value that is none of the supported ones. */
    public void unsupported(String field, Object value, List<String> supported) {
        var values = supported.stream().map(Problems::quoted).toList();
        add(
                "FieldValueNotSupported",
                field,
                "Unsupported value: " + quoted(value) + ": supported values: " + String.join(", ", values));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Throws INVALID with everything that was found, if anything was. */
    public void throwIfAny(ApiException.Subject subject) {
        if (!found.isEmpty()) {
            throw refusal(subject);
        }
    }

    /** What {@link #throwIfAny} throws. */
    public ApiException refusal(ApiException.Subject subject) {
        var list = new StringBuilder();
        int told = 0;
        for (; told < found.size() && list.length() < LONGEST_LIST; told++) {
            var cause = found.get(told);
            list.append(told == 0 ? "" : ", ")
                    .append(cause.field())
                    .append(": ")
                    .append(cause.message());
        }
        long untold = found.size() - told + left;
        if (untold > 0) {
            list.append(", and ").append(untold).append(" more");
        }
        if (found.size() > 1) {
            list.insert(0, '[').append(']');
        }
        var what = subject.kind() + (subject.group().isEmpty() ? "" : "." + subject.group());
        return new ApiException(
                Reason.INVALID, what + " \"" + subject.name() + "\" is invalid: " + list, subject, found);
    }

    private void add(String reason, String field, String message) {
        if (found.size() == MOST) {
            left++;
            return;
        }
        found.add(new ApiException.Cause(reason, message, Texts.cut(field, LONGEST_VALUE)));
    }

    private static String quoted(Object value) {
        return value instanceof Number || value instanceof Boolean
                ? value.toString()
                : "\"" + Texts.cut(String.valueOf(value), LONGEST_VALUE) + "\"";
    }
}
