package dev.steno.net.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The trace of connections, for debugging.
 *
 * @param file the file that the steps are written to, {@code -} for standard error; empty for no trace
 * @param frames whether the frames of HTTP/2 are shown too
 */
public record TraceSettings(Optional<Path> file, boolean frames) {
    /** Nothing is traced. */
    public static final TraceSettings OFF = new TraceSettings(Optional.empty(), false);
}
