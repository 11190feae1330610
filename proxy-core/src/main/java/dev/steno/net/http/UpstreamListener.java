package dev.steno.net.http;

import io.netty.handler.codec.http2.Http2Error;

/** What an {@link UpstreamStream} tells the client's end of the exchange, beside what it tells the exchange. On its event loop. */
public interface UpstreamListener {
    /** The server takes more or less than before: reads from either side accordingly. */
    void updateReads();

    /** What the server sent has been read for now: sends on what was made of it. */
    void flush();

    /** The server's end broke; what becomes of the exchange is told separately. */
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
