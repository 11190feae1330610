package dev.steno.cli.daemon;

import dev.steno.option.ByteSize;
import dev.steno.option.Opt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Options for programs that start and stop Steno. */
public record DaemonOptions(
        @Opt(
                help = "How long exchanges in progress may continue after a signal asked Steno to stop. The others are "
                        + "closed, and recorded as ended by Steno.",
                defaultValue = "2s",
                live = true)
        Duration grace,

        @Opt(
                help = "Writes a JSON object to this file when clients can connect, with pid, addresses, session, home "
                        + "and ca; removes it when Steno stops. For scripts that wait for the proxy.")
        Optional<Path> readyFile,

        @Opt(
                help =
                        "Appends the log to this file, readable by its owner only: the messages of standard error and those "
                                + "that --quiet leaves out, each with time, level and subject.")
        Optional<Path> logFile,

        @Opt(
                help = "The size at which the log file becomes FILE.1, FILE.1 becomes FILE.2 and so on, and a new file "
                        + "begins.",
                defaultValue = "10mb")
        ByteSize logFileSize,

        @Opt(help = "How many full log files are kept beside the current one.", defaultValue = "5")
        int logFileCount) {

    /** Room for the longest lines. */
    private static final ByteSize SMALLEST = new ByteSize(10_000);

    private static final int MOST_FILES = 1_000;

    public DaemonOptions {
        if (logFileSize.compareTo(SMALLEST) < 0) {
            throw new IllegalArgumentException("log-file-size must be at least " + SMALLEST + ", not " + logFileSize);
        }
        if (logFileCount < 0 || logFileCount > MOST_FILES) {
            throw new IllegalArgumentException(
                    "log-file-count must be from 0 to " + MOST_FILES + ", not " + logFileCount);
        }
    }
}
