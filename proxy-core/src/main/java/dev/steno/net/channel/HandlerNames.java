package dev.steno.net.channel;

/**
 * The names of the handlers in all pipelines. Code that looks up a handler, or adds one next to it, uses its name and does not
 * depend on its class.
 */
public final class HandlerNames {
    // ---- TLS

    /** The outer layer of TLS, to a proxy: from a client to Steno, or from Steno to the next proxy. */
    public static final String OUTER_TLS = "outer-tls";

    /** The TLS of the intercepted connection or the upstream server; inside {@link #OUTER_TLS} if both exist. */
    public static final String INNER_TLS = "tls";

    /** Remembers an unencrypted TLS alert that arrived during a handshake. */
    public static final String ALERT = "alert";

    /** Reads how a client reacts to our certificate right after a TLS handshake: by data, an alert or a close. */
    public static final String FIRST_WORD = "first-word";

    /** Detects that a server requests renegotiation. */
    public static final String RENEGOTIATION = "renegotiation";

    // ---- protocol detection

    /** Keeps what arrives while addons decide about a client. */
    public static final String WAITING = "waiting";

    public static final String SNIFFER = "sniffer";
    public static final String SOCKS = "socks";

    /** Parses the client's next SOCKS5 message; replaced after each message. */
    public static final String SOCKS_DECODER = "socks-decoder";

    public static final String SOCKS_ENCODER = "socks-encoder";

    /** Requires proxy credentials in HTTP/1. */
    public static final String AUTH = "auth";

    // ---- HTTP

    /** Notices that a client which half-closed has gone. */
    public static final String GONE_CLIENT = "gone-client";

    /** The parser of HTTP/1, in either direction. */
    public static final String HTTP1 = "http";

    /** The frame codec of HTTP/2, in either direction. */
    public static final String HTTP2 = "http2";

    /** Closes an HTTP/2 connection if a header block takes too long. */
    public static final String HEADER_TIMER = "header-timer";

    /** Resets HTTP/2 streams whose peer accepts none of the queued bytes. */
    public static final String STREAM_WRITE_WATCH = "write-watch-streams";

    /** Creates a channel for each HTTP/2 stream. */
    public static final String STREAMS = "streams";

    /** The codec of HTTP/3. */
    public static final String HTTP3 = "http3";

    /** Bounds the frames of one HTTP/3 stream. */
    public static final String FRAME_BOUNDS = "whole";

    /** Traces the frames of one stream of HTTP/3. */
    public static final String FRAME_TRACE = "frame-trace";

    /** The client's end of an exchange, or of a connection that carries several. */
    public static final String CLIENT = "client";

    /** The server's end of an exchange, or of a connection that carries several. */
    public static final String SERVER = "server";

    // ---- tunnels and relays

    /** Detects the protocol within a tunnel. */
    public static final String TUNNEL = "tunnel";

    /** Converts between an HTTP/2 stream's frames and the bytes of a tunnel. */
    public static final String TUNNEL_FRAMES = "frames";

    /** Buffers a server's bytes until the handler that reads them is added. */
    public static final String EARLY = "early";

    /** Connects a client of a reverse listener without HTTP to its server. */
    public static final String REVERSE = "stream";

    public static final String RELAY = "relay";

    /** The end of a relayed stream that Steno plays in the place of a peer. */
    public static final String PLAYED = "played";

    /** Before all others: the connection is being closed, and received bytes are discarded. */
    public static final String DISCARD = "discard";

    /** Asks the next proxy for a connection to a server. */
    public static final String NEXT_PROXY = "next-proxy";

    private HandlerNames() {}
}
