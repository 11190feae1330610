package dev.steno.testing.leak;

import java.util.logging.Level;

/**
 * Fails a test class during which a buffer leaked or an exception reached the end of a pipeline. Netty only logs both.
 */
public final class Oversight extends LogWatch {
    public Oversight() {
        super(
                record -> record.getLevel().intValue() >= Level.WARNING.intValue()
                        && !record.getLoggerName().endsWith(".HandlerWatch"), // a busy machine delays handlers
                "io.netty",
                "dev.steno.net",
                "dev.steno.addon");
    }
}
