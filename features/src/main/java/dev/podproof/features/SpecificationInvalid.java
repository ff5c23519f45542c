package dev.podproof.features;

/** The specification's own files are missing or contradict each other: a defect of this build, never of a target. */
public final class SpecificationInvalid extends RuntimeException {
    SpecificationInvalid(String message) {
        super(message);
    }

    SpecificationInvalid(String message, Throwable cause) {
        super(message, cause);
    }
}
