package dev.steno.net.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The trace of connections, for debugging.
 *
 * @param file the file that the steps are written to, {@code -} for standard error; empty for no trace
 * @param frames whether HTTP/2 and HTTP/3 frames are shown as well
 * @param log whether the main steps are logged on standard error for people
 */
public record TraceSettings(Optional<Path> file, boolean frames, boolean log) {
    /** Nothing is traced. */
    public static final TraceSettings OFF = new TraceSettings(Optional.empty(), false, false);

    public TraceSettings(Optional<Path> file, boolean frames) {
        this(file, frames, false);
    }
}
