package dev.steno.net.http2;

/** Told what a server of HTTP/2 says of itself. On the event loop of its connection. */
public interface Http2UpstreamListener {
    /** Told once, when the server's first SETTINGS came or the connection ended without them. */
    void greeted(Http2UpstreamConnectionHandler server, Http2Greeting how);

    /** The server said how many streams it takes. */
    void takesStreams(int most);

    /** The server wants to be asked in HTTP/1.1 from here on (RFC 9113, 7). */
    void requiresHttp1();
}
