package dev.steno.net.http;

import io.netty.handler.codec.http2.Http2Error;

/**
 * Receives the events of an {@link UpstreamStream} that concern the client's end of the exchange; the exchange itself is called
 * separately. On its event loop.
 */
public interface UpstreamListener {
    /** The upstream's writability changed: turns reading of either side on or off accordingly. */
    void updateReads();

    /** A read from the server is complete: flushes the bytes written during it. */
    void flush();

    /** The upstream connection failed. The exchange is notified by a separate call. */
    void lost(UpstreamStream broken);

    /**
     * The server reset its stream with a code (RFC 9113, 7), which the client is sent if the exchange is aborted for that.
     *
     * @return whether the client's version of HTTP has such codes
     */
    boolean tells(Http2Error code);

    /** Traces the messages on the upstream connection; usually {@link MessageTrace#OFF}. */
    MessageTrace upstreamTrace();

    /** The server agreed to switch protocols: the connections become a raw stream after its response was forwarded. */
    void upgraded();
}
