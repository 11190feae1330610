package dev.steno.cli.option;

import dev.steno.net.settings.HttpConfig;
import dev.steno.option.Opt;

/** Options for HTTP in any version. */
public record HttpOptions(
        @Opt(
                help = "Answers 502 if an HTTP/1 server sends a malformed response that curl and browsers accept, e.g. "
                        + "with bare line feeds. Without it, such responses are forwarded, and the flow records what was "
                        + "odd.")
        boolean strictServers,

        @Opt(
                help = "In reverse and transparent mode, forwards Alt-Svc fields, which direct clients to addresses "
                        + "where nothing is recorded. Without it, they are recorded and not forwarded.")
        boolean keepAltSvc,

        @Opt(
                help =
                        "Still serves a client that ends its side of an HTTP/1 connection without TLS while its message is "
                                + "held or a handler decides on it, as nc -N does. Without it, such a client has left: the flow "
                                + "ends, and the server is not asked.")
        boolean keepHalfClosed) {
    HttpConfig terms() {
        return new HttpConfig(strictServers, keepAltSvc, keepHalfClosed);
    }
}
