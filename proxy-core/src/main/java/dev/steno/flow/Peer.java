package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/**
 * One of the two connections of a flow, as it was when the flow was published.
 *
 * @param connection the number of the connection within its session, so that flows which shared it can be found; 0 unset
 * @param address the client's address, or the host and port asked for as server
 * @param ip the server's address that was connected to; null for a client or where no address was reached
 * @param local the proxy's end of the connection; null before it stands
 * @param started when the connection was accepted or begun, nanoseconds since the epoch
 * @param connected when TCP stood; {@link Times#UNSET} for a client or before that
 * @param ended when it was closed; {@link Times#UNSET} while open
 * @param tls the TLS session; null for plain text
 * @param via the next proxy through which a server was reached; null where connected directly
 * @param mode of the listener that a client came by, such as {@code socks5}; null for a regular one, and for a server
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

    /** A connection to or from elsewhere than a listener of a mode. */
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

    /** The mode of the listener that a client came by, without where that leads: {@code regular}, {@code reverse}. */
    public String modeName() {
        if (mode == null) {
            return "regular";
        }
        int colon = mode.indexOf(':');
        return colon < 0 ? mode : mode.substring(0, colon);
    }

    public Peer withTls(@Nullable Tls next) {
        return new Peer(connection, address, ip, local, started, connected, ended, next, via, mode);
    }

    public Peer withMode(String of) {
        return new Peer(connection, address, ip, local, started, connected, ended, tls, via, of);
    }

    public Peer withEnded(long time) {
        return new Peer(connection, address, ip, local, started, connected, time, tls, via, mode);
    }
}
