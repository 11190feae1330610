package dev.steno.web.exchange;

import dev.steno.redact.Redactor;
import java.io.IOException;

/** What replaces secrets in all that leaves the machine. Any thread. */
@FunctionalInterface
public interface Leaving {
    /** Returns a redactor that has counted nothing yet. Reads the disk. */
    Redactor redactor() throws IOException;
}
