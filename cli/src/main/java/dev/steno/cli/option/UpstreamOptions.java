package dev.steno.cli.option;

import dev.steno.option.Opt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Options on connections to servers: verification and timeouts. */
public record UpstreamOptions(
        @Opt(help = "A PEM file of CAs to trust in addition to the system's when servers are verified.")
        List<Path> upstreamCa,

        @Opt(help = "Does not verify servers: anyone between Steno and a server can then read and change the traffic.")
        boolean insecure,

        @Opt(help = "How long connecting to a server may take, for all its addresses together.", defaultValue = "20s")
        Duration connectTimeout,

        @Opt(
                help = "How long a server may be silent within an exchange, and a client idle between exchanges.",
                defaultValue = "10min")
        Duration idleTimeout,

        @Opt(
                help = "How long a client may take to send a request head; then it gets 408 and its connection is "
                        + "closed.",
                defaultValue = "60s")
        Duration headerTimeout,

        @Opt(
                help = "How long a client or a server may read nothing of the data being sent to it; then its "
                        + "connection or stream is closed. As --idle-timeout if not given.")
        Optional<Duration> writeTimeout) {}
