package dev.steno.cli.run;

import dev.steno.net.settings.Http2Terms;
import dev.steno.option.Opt;
import java.time.Duration;

/** How HTTP/2 is spoken. */
record Http2Options(
        @Opt(
                help =
                        "Agrees to HTTP/2 with clients also where their server chose HTTP/1.1, instead of mirroring its choice.")
        boolean http2Always,

        @Opt(
                help =
                        "How long a connection of HTTP/2 with open streams may be silent before the peer is asked whether it is "
                                + "there, and how long its answer may take; 0s to never ask. A server that has sent no data since is "
                                + "asked again after 320 s.",
                defaultValue = "30s")
        Duration http2Ping) {

    Http2Terms terms() {
        return new Http2Terms(http2Always, http2Ping);
    }
}
