package dev.steno.cli.daemon;

import dev.steno.option.Opt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Options for programs that start and stop Steno. */
public record DaemonOptions(
        @Opt(
                help = "How long exchanges in progress may continue after a signal asked Steno to stop. The others are "
                        + "closed, and recorded as ended by Steno.",
                defaultValue = "2s")
        Duration grace,

        @Opt(
                help = "Writes a JSON object to this file when clients can connect, with pid, addresses, session, home "
                        + "and ca; removes it when Steno stops. For scripts that wait for the proxy.")
        Optional<Path> readyFile) {}
