package dev.steno.builtin;

import dev.steno.option.Opt;
import java.util.List;

/** Which connections are read and which are passed through. */
public record InterceptionOptions(
        @Opt(
                help =
                        "Connections to servers that match pass through untouched: a regular expression that is looked for in"
                                + " host:port, e.g. '\\.bank\\.example:'.",
                metavar = "REGEX")
        List<String> ignoreHosts,

        @Opt(
                help = "Only connections to servers that match are read; all others pass through untouched.",
                metavar = "REGEX")
        List<String> allowHosts,

        @Opt(
                help =
                        "Whether a client that refuses Steno's certificate for a server has its next connections there passed"
                                + " through untouched; off, its connections fail, and what was remembered before is not heeded.",
                defaultValue = "on")
        PassThroughSwitch autoPassThrough) {

    /** Whether to remember clients that refuse our certificate. */
    public enum PassThroughSwitch {
        ON,
        OFF
    }

    public InterceptionOptions {
        HostPatterns.of(ignoreHosts);
        HostPatterns.of(allowHosts);
    }
}
