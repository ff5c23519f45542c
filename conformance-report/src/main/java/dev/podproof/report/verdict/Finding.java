package dev.podproof.report.verdict;

import io.cucumber.messages.types.Exception;
import io.cucumber.messages.types.PickleStepType;
import io.cucumber.messages.types.TestStepResult;
import java.util.Optional;

/**
 * What one step's result says about the example it belongs to.
 *
 * @param reason empty when the step passed
 * @param cause where the reason lies
 */
record Finding(Outcome outcome, String reason, Cause cause) {
    static final Finding PASSED = new Finding(Outcome.PASSED, "", Cause.NONE);

    /**
     * Tells failed from cantTell: only a comparison that did not hold, in a Then, is the target's failure.
     *
     * @param type absent for a hook
     */
    static Finding of(Optional<PickleStepType> type, String step, TestStepResult result) {
        return switch (result.getStatus()) {
            case PASSED -> PASSED;
            case FAILED -> failed(type, step, result);
            case SKIPPED -> skipped(result);
            case UNDEFINED -> error("The suite has no definition for the step: " + step);
            case AMBIGUOUS -> error("The suite has several definitions for the step: " + step);
            case PENDING -> error("The suite's definition of this step is not written yet: " + step);
            case UNKNOWN -> error("The step ended in an unknown way: " + step);
        };
    }

    static Finding error(String reason) {
        return new Finding(Outcome.CANT_TELL, reason, Cause.SUITE);
    }

    private static Finding failed(Optional<PickleStepType> type, String step, TestStepResult result) {
        if (is(result, Recorded.NOT_UNDONE)) {
            return new Finding(Outcome.CANT_TELL, message(result), Cause.NOT_UNDONE);
        }
        if (!is(result, Recorded.NOT_MET)) {
            return error("The suite failed in \"" + step + "\": " + message(result));
        }
        if (type.isEmpty()) {
            return error("The suite could not prepare or clean up (" + step + "): " + message(result));
        }
        Outcome outcome = type.get() == PickleStepType.OUTCOME ? Outcome.FAILED : Outcome.CANT_TELL;
        return new Finding(outcome, message(result), Cause.TARGET);
    }

    private static Finding skipped(TestStepResult result) {
        if (result.getException().isEmpty()) {
            // It follows a step that did not pass, and that one has the reason.
            return PASSED;
        }
        if (is(result, Recorded.MISSING_NEED)) {
            return new Finding(Outcome.CANT_TELL, message(result), Cause.MISSING_NEED);
        }
        return error("The suite skipped it without naming a need: " + message(result));
    }

    private static boolean is(TestStepResult result, String type) {
        return result.getException()
                .map(Exception::getType)
                .filter(type::equals)
                .isPresent();
    }

    private static String message(TestStepResult result) {
        Optional<Exception> exception = result.getException();
        return exception
                .flatMap(Exception::getMessage)
                .map(String::strip)
                .filter(message -> !message.isEmpty())
                .or(() -> exception.map(Exception::getType))
                .or(result::getMessage)
                .orElse("no reason was recorded");
    }
}
