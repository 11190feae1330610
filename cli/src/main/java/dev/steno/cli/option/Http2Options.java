package dev.steno.cli.option;

import dev.steno.net.settings.Http2Config;
import dev.steno.option.Opt;
import java.time.Duration;

/** Options for HTTP/2. */
public record Http2Options(
        @Opt(
                help = "Agrees to HTTP/2 with clients even if their server chose HTTP/1.1, instead of mirroring its "
                        + "choice.")
        boolean http2Always,

        @Opt(
                help = "How long an HTTP/2 connection with open streams may be silent before the peer gets a PING, and "
                        + "how long the reply may take; 0s sends no PING. A server that has sent no data since gets the "
                        + "next PING after 320 s.",
                defaultValue = "30s")
        Duration http2Ping) {

    Http2Config terms() {
        return new Http2Config(http2Always, http2Ping);
    }
}
