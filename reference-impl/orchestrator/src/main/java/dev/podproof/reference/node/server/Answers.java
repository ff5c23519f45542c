package dev.podproof.reference.node.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.nio.charset.StandardCharsets;

/** Status objects: how the API says that something went well, or why it did not. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    static byte[] refusal(Refused refused) {
        ObjectNode status = JSON.createObjectNode().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure")
                .put("message", refused.getMessage())
                .put("reason", refused.reason())
                .put("code", refused.code());
        return bytes(status);
    }

    /** How a command ended. */
    static byte[] exit(int code) {
        ObjectNode status = JSON.createObjectNode();
        status.putObject("metadata");
        if (code == 0) {
            return bytes(status.put("status", "Success"));
        }
        status.put("status", "Failure")
                .put("message", "command terminated with non-zero exit code: exit status " + code)
                .put("reason", "NonZeroExitCode");
        status.putObject("details")
                .putArray("causes")
                .addObject()
                .put("reason", "ExitCode")
                .put("message", String.valueOf(code));
        return bytes(status);
    }

    /** A command whose streams broke. */
    static byte[] failure(String message) {
        return refusal(Refused.internal(message));
    }

    static Refused refused(RuntimeFailure failure) {
        return switch (failure.reason()) {
            case NOT_FOUND -> Refused.notFound(failure.getMessage());
            case REFUSED, CONFLICT -> Refused.badRequest(failure.getMessage());
            case UNAVAILABLE, FAILED -> Refused.internal(failure.getMessage());
        };
    }

    private static byte[] bytes(ObjectNode status) {
        return status.toString().getBytes(StandardCharsets.UTF_8);
    }
}
