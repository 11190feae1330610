package dev.steno.net.http2;

/** How a server began to speak on a connection that is to carry HTTP/2. */
public enum Http2Greeting {
    /** With SETTINGS, as RFC 9113, 3.4 demands. */
    SETTINGS,
    /** With something else, or it sent nothing within the limit. */
    OTHER,
    /** It closed the connection before it sent any SETTINGS. */
    CLOSED
}
