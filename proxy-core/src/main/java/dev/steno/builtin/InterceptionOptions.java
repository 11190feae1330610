package dev.steno.builtin;

import dev.steno.option.Opt;
import java.time.Duration;
import java.util.List;

/** Options that decide which connections are intercepted and which pass through. */
public record InterceptionOptions(
        @Opt(
                help =
                        "Connections to matching servers pass through without decryption: a regular expression, searched "
                                + "for in host:port, e.g. '\\.bank\\.example:'.",
                metavar = "REGEX",
                live = true)
        List<String> ignoreHosts,

        @Opt(
                help = "Only connections to matching servers are intercepted; all others pass through without "
                        + "decryption.",
                metavar = "REGEX",
                live = true)
        List<String> allowHosts,

        @Opt(
                help = "Whether connections of a client to a server pass through without decryption once the client "
                        + "has repeatedly refused Steno's certificate for that server; if off, they fail, and "
                        + "earlier decisions are ignored.",
                defaultValue = "on",
                live = true)
        PassThroughSwitch autoPassThrough,

        @Opt(
                help = "How long a client must keep refusing the certificate for a server before its connections "
                        + "there pass through: three refusals over this time, or two over half of it if the client "
                        + "has accepted other certificates of Steno's.",
                defaultValue = "1min",
                live = true)
        Duration autoPassThroughAfter) {

    static final InterceptionOptions DEFAULT =
            new InterceptionOptions(List.of(), List.of(), PassThroughSwitch.ON, Duration.ofMinutes(1));

    /** Whether the connections of clients that refused our certificate pass through. */
    public enum PassThroughSwitch {
        ON,
        OFF
    }

    public InterceptionOptions {
        HostPatterns.of(ignoreHosts);
        HostPatterns.of(allowHosts);
    }
}
