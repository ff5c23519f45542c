package dev.podproof.report.render;

/** A report.yaml that its own schema refuses: a defect of the suite, and never written to disk. */
public final class ReportInvalid extends RuntimeException {
    ReportInvalid(String message) {
        super(message);
    }

    ReportInvalid(String message, Throwable cause) {
        super(message, cause);
    }
}
