package dev.steno.net.http2;

/**
 * Receives what an HTTP/2 server says about itself. Called on the event loop of its connection; may open streams or close
 * the connection before it returns.
 */
public interface Http2UpstreamListener {
    /** Called once, when the server's first SETTINGS have arrived or the connection has ended without them. */
    void greeted(Http2UpstreamConnectionHandler server, Http2Greeting how);

    /**
     * The server's SETTINGS limit its concurrent streams.
     *
     * @param most from 0 to {@link Http2Codec#MOST_STREAMS}
     */
    void takesStreams(int most);

    /** The server demands HTTP/1.1 for further requests (RFC 9113, 7). */
    void requiresHttp1();
}
