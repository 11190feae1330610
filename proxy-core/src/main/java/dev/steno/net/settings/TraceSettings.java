package dev.steno.net.settings;

import dev.steno.log.EventLog;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The trace of connections, for debugging.
 *
 * @param file the file that the steps are written to, {@code -} for standard error; empty for no trace
 * @param frames whether HTTP/2 and HTTP/3 frames are shown as well
 * @param log the log that the main steps are added to, which are also printed on standard error; empty if they are not logged
 */
public record TraceSettings(Optional<Path> file, boolean frames, Optional<EventLog> log) {
    /** Nothing is traced. */
    public static final TraceSettings OFF = new TraceSettings(Optional.empty(), false, Optional.empty());

    public TraceSettings(Optional<Path> file, boolean frames) {
        this(file, frames, Optional.empty());
    }
}
