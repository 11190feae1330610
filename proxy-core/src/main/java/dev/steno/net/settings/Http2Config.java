package dev.steno.net.settings;

import java.time.Duration;

/**
 * How HTTP/2 is spoken.
 *
 * @param always whether HTTP/2 is agreed on with clients even if their server is known not to speak it
 * @param ping how long a connection with open streams may be silent before its peer is sent a PING, and how long the reply may take;
 *     zero for no PING to clients, and one to servers after half of the idle timeout
 */
public record Http2Config(boolean always, Duration ping) {
    /** The version that the server speaks, and a PING after 30 seconds. */
    public static final Http2Config DEFAULT = new Http2Config(false, Duration.ofSeconds(30));
}
