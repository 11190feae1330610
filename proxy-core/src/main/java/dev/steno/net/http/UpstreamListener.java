package dev.steno.net.http;

import io.netty.handler.codec.http2.Http2Error;

/** What an {@link UpstreamStream} tells the client's end of the exchange, beside what it tells the exchange. On its event loop. */
public interface UpstreamListener {
    /** The upstream's writability changed: turns reading of either side on or off accordingly. */
    void updateReads();

    /** A read from the server is complete: flushes what it produced. */
    void flush();

    /** The upstream connection failed; the exchange is told by a separate call. */
    void lost(UpstreamStream broken);

    /**
     * The server ended its stream with a code (RFC 9113, 7). Whether the client's version can say the same, which it is told if
     * the exchange is aborted for that.
     */
    boolean tells(Http2Error code);

    /** Traces the messages on the way to the server; off as a rule. */
    MessageTrace upstreamTrace();

    /** The server agreed to change the protocol: the connections become a raw stream once its response passed. */
    void upgraded();
}
