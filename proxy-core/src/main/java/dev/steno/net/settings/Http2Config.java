package dev.steno.net.settings;

import java.time.Duration;

/**
 * How HTTP/2 is spoken.
 *
 * @param always whether clients are agreed to HTTP/2 with also where their server is known not to speak it
 * @param ping how long a connection with open streams may be silent before its peer is asked whether it is there, and how long
 *     the answer may take; zero for never, but for servers after half of the idle time-out
 */
public record Http2Config(boolean always, Duration ping) {
    /** What the server speaks, and a question after half a minute. */
    public static final Http2Config DEFAULT = new Http2Config(false, Duration.ofSeconds(30));
}
