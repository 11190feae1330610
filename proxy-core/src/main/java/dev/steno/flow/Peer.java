package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/**
 * One of the two connections of a flow, as of the flow's revision. Immutable; any thread. Times are nanoseconds since
 * the epoch.
 *
 * @param connection the connection's number within its session, by which flows that share it are found; 0 if unset
 * @param address the client's address, or the server's requested host and port
 * @param ip the server's address that was connected to; null for a client, or if no address was reached
 * @param local the proxy's end of the connection; null until it is established
 * @param started when the connection was accepted, or the connect attempt began
 * @param connected when TCP was established; {@link Times#UNSET} for a client, or until then
 * @param ended when it was closed; {@link Times#UNSET} while open
 * @param tls the TLS session; null for cleartext
 * @param via the next proxy through which a server was reached; null if connected directly
 * @param mode the mode of the listener that accepted a client, such as {@code socks5}; null for a regular listener, and
 *     for a server
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

    /** A connection to a server, or of a client at a regular listener. */
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

    public Peer withTls(@Nullable Tls next) {
        return new Peer(connection, address, ip, local, started, connected, ended, next, via, mode);
    }

    public Peer withEnded(long time) {
        return new Peer(connection, address, ip, local, started, connected, time, tls, via, mode);
    }
}
