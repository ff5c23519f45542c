package dev.podproof.reference.controller;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** What the API server's refusals mean to a loop. */
public final class ApiErrors {

    private ApiErrors() {}

    /** Somebody else wrote the object since it was read, or made it first: look again, there is no harm. */
    public static boolean isConflict(Throwable problem) {
        return hasCode(problem, 409);
    }

    /** The object is gone, which is what many a loop wanted. */
    public static boolean isNotFound(Throwable problem) {
        return hasCode(problem, 404);
    }

    /** The namespace is being deleted, and so will be whatever was to be made in it. */
    public static boolean isNamespaceEnding(Throwable problem) {
        return problem instanceof KubernetesClientException api
                && api.getStatus() != null
                && api.getStatus().getDetails() != null
                && api.getStatus().getDetails().getCauses().stream()
                        .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
    }

    /** What happened, in one line. */
    public static String message(Throwable problem) {
        if (problem instanceof KubernetesClientException api
                && api.getStatus() != null
                && api.getStatus().getMessage() != null) {
            return api.getStatus().getMessage();
        }
        return problem.toString();
    }

    /** Writes to an object that may be gone by then, which is no failure. */
    public static void ignoringGone(Runnable write) {
        try {
            write.run();
        } catch (KubernetesClientException refused) {
            if (!isNotFound(refused)) {
                throw refused;
            }
        }
    }

    private static boolean hasCode(Throwable problem, int code) {
        return problem instanceof KubernetesClientException api && api.getCode() == code;
    }
}
