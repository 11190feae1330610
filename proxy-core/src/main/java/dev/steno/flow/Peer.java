package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/**
 * One of a flow's two connections, at the time the flow was published. Immutable.
 *
 * @param connection the connection's number in its session, by which flows on the same connection are found; 0 if unset
 * @param address the client's address, {@link #REPLAY} and port 0 if Steno sent the request itself, or the requested host
 *     and port of the server
 * @param ip the server's address to which the proxy connected; null for a client, or if none was reached
 * @param local the proxy's end of the connection; null until it is established
 * @param started when the connection was accepted or the attempt began, nanoseconds since the epoch
 * @param connected when the TCP connection was established, nanoseconds since the epoch; {@link Times#UNSET} for a
 *     client, or while it is not established
 * @param ended when it was closed, nanoseconds since the epoch; {@link Times#UNSET} while open
 * @param tls the TLS session; null without TLS
 * @param via the next proxy through which the server was reached; null if directly connected
 * @param mode the mode of the client's listener, such as {@code socks5}; null for a regular listener, and for a server
 */
public record Peer(
        long connection,
        Endpoint address,
        @Nullable Endpoint ip,
        @Nullable Endpoint local,
        long started,
        long connected,
        long ended,
        @Nullable Tls tls,
        @Nullable Peer via,
        @Nullable String mode) {
    /** The host of the address of a client that is Steno itself, and that has no socket. */
    public static final String REPLAY = "replay";

    /** A connection of a regular listener or to a server, without a mode. */
    public Peer(
            long connection,
            Endpoint address,
            @Nullable Endpoint ip,
            @Nullable Endpoint local,
            long started,
            long connected,
            long ended,
            @Nullable Tls tls,
            @Nullable Peer via) {
        this(connection, address, ip, local, started, connected, ended, tls, via, null);
    }

    /** The mode of the client's listener without its target: {@code regular}, {@code reverse}. */
    public String modeName() {
        if (mode == null) {
            return "regular";
        }
        int colon = mode.indexOf(':');
        return colon < 0 ? mode : mode.substring(0, colon);
    }

    /** Returns a copy with other facts on TLS. */
    public Peer withTls(@Nullable Tls next) {
        return new Peer(connection, address, ip, local, started, connected, ended, next, via, mode);
    }

    /** Returns a copy with another mode of the listener. */
    public Peer withMode(String of) {
        return new Peer(connection, address, ip, local, started, connected, ended, tls, via, of);
    }

    /** Returns a copy of a connection that has ended. */
    public Peer withEnded(long time) {
        return new Peer(connection, address, ip, local, started, connected, time, tls, via, mode);
    }
}
