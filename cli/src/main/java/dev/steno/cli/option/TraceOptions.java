package dev.steno.cli.option;

import dev.steno.log.EventLog;
import dev.steno.net.settings.TraceSettings;
import dev.steno.option.Opt;
import java.nio.file.Path;
import java.util.Optional;

/** Options of the trace of connections. */
public record TraceOptions(
        @Opt(
                help =
                        "Appends a line for each step of each connection to this file, readable by its owner only; - means"
                                + " standard error. For debugging: it shows host names and paths, but no bodies, header values,"
                                + " queries or credentials.")
        Optional<Path> trace,

        @Opt(
                help =
                        "Also writes every HTTP/2 frame to the file given with --trace, with header values; those of fields"
                                + " that carry credentials are masked. Frames of HTTP/3 requests are written without their fields.")
        boolean traceFrames) {

    public TraceOptions {
        if (traceFrames && trace.isEmpty()) {
            throw new IllegalArgumentException(
                    "trace-frames needs trace, whose file the frames are written to; give a file, or - for standard error");
        }
    }

    /** @param log gets the main steps, which standard error shows as well; empty if they are not logged */
    TraceSettings settings(Optional<EventLog> log) {
        return new TraceSettings(trace, traceFrames, log);
    }
}
