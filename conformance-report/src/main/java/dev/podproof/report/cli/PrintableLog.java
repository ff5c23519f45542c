package dev.podproof.report.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;

/**
 * Makes a part of a log's entry fit to be read in a terminal: with the option {@code line} it becomes one line. With {@code lines}, as for
 * what an exception says, it may have several: each but the first is indented, so that none can pass for an entry of its own.
 */
public final class PrintableLog extends CompositeConverter<ILoggingEvent> {
    @Override
    protected String transform(ILoggingEvent event, String part) {
        return "lines".equals(getFirstOption())
                ? Printable.text(part).replaceAll("\n(?=[^\t])", "\n\t")
                : Printable.line(part);
    }
}
