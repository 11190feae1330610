package dev.steno.web.exchange;

import dev.steno.redact.Redactor;
import java.io.IOException;
import java.nio.file.Path;

/** What replaces secrets in all that leaves the machine, also by the rules that a session keeps for that. Any thread. */
@FunctionalInterface
public interface Leaving {
    /**
     * Returns a redactor that has counted nothing yet. Reads the disk.
     *
     * @param session the session that the flows are in
     */
    Redactor redactor(Path session) throws IOException;
}
