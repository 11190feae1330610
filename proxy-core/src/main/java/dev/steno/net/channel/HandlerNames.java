package dev.steno.net.channel;

/**
 * The names of the handlers in all pipelines. A handler that others look up or place themselves beside is known by its name, so
 * that they need not know its class.
 */
public final class HandlerNames {
    // ---- TLS

    /** The outer layer of TLS, which leads to a proxy: a client's to Steno, or Steno's to the next. */
    public static final String OUTER_TLS = "outer-tls";

    /** The inner layer of TLS, which may be the only one. */
    public static final String INNER_TLS = "tls";

    /** Remembers an alert that came in the clear during a handshake. */
    public static final String ALERT = "alert";

    /** Watches what a client does right after a handshake. */
    public static final String FIRST_WORD = "first-word";

    /** Detects that a server requests renegotiation. */
    public static final String RENEGOTIATION = "renegotiation";

    // ---- what a new connection speaks

    public static final String SNIFFER = "sniffer";
    public static final String SOCKS = "socks";

    /** Reads the client's next message of SOCKS5; replaced from message to message. */
    public static final String SOCKS_DECODER = "socks-decoder";

    public static final String SOCKS_ENCODER = "socks-encoder";

    /** Asks for credentials in HTTP/1. */
    public static final String AUTH = "auth";

    // ---- HTTP

    /** The parser of HTTP/1, in either direction. */
    public static final String HTTP1 = "http";

    /** The frame codec of HTTP/2, in either direction. */
    public static final String HTTP2 = "http2";

    /** Ends a connection of HTTP/2 if a header block takes too long. */
    public static final String HEADER_TIMER = "header-timer";

    /** Ends streams of HTTP/2 whose queued bytes are not taken. */
    public static final String STREAM_WRITE_WATCH = "write-watch-streams";

    /** Gives each stream of HTTP/2 a channel. */
    public static final String STREAMS = "streams";

    /** The codec of HTTP/3. */
    public static final String HTTP3 = "http3";

    /** Bounds the frames of one stream of HTTP/3. */
    public static final String FRAME_BOUNDS = "whole";

    /** Traces the frames of one stream of HTTP/3. */
    public static final String FRAME_TRACE = "frame-trace";

    /** The client's end of an exchange, or of a connection that carries several. */
    public static final String CLIENT = "client";

    /** The server's end of an exchange, or of a connection that carries several. */
    public static final String SERVER = "server";

    // ---- what is not HTTP

    /** Decides what a tunnel carries. */
    public static final String TUNNEL = "tunnel";

    /** Makes a stream of HTTP/2 look like a connection. */
    public static final String TUNNEL_FRAMES = "frames";

    /** Queues what a server sends before a handler reads it. */
    public static final String EARLY = "early";

    /** Awaits the server of a reverse listener that is not HTTP. */
    public static final String REVERSE = "stream";

    public static final String RELAY = "relay";

    /** Asks the next proxy for a connection to a server. */
    public static final String NEXT_PROXY = "next-proxy";

    private HandlerNames() {}
}
