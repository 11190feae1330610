package dev.steno.net.settings;

import java.time.Duration;

/**
 * How long each wait of the wire may take.
 *
 * @param connect for the look-up of a server's name, and for a connection to any of its addresses
 * @param idle how long a server may stay silent within an exchange, and a client between exchanges
 * @param header how long a client may take over a request's head, over the first message of TLS, or over the handshake of QUIC
 * @param write how long a client or a server may accept no byte while some are queued for it
 */
public record Timeouts(Duration connect, Duration idle, Duration header, Duration write) {
    /** The defaults, in which a peer that accepts no byte has as long as one that sends none. */
    public static final Timeouts DEFAULT = of(Duration.ofSeconds(20), Duration.ofMinutes(10));

    /** Timeouts with the default for heads, and the idle timeout also for writes. */
    public static Timeouts of(Duration connect, Duration idle) {
        return new Timeouts(connect, idle, Duration.ofSeconds(60), idle);
    }
}
