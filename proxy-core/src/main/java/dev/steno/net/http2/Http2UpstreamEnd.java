package dev.steno.net.http2;

import dev.steno.net.channel.Failures;
import dev.steno.text.Printable;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import java.nio.charset.StandardCharsets;

/**
 * Why a connection to an HTTP/2 server has ended or will end: in words for the flow, and as the cause that decides what becomes of
 * requests without a response. Owned by the connection, on its event loop.
 */
final class Http2UpstreamEnd {

    /** Which kind of end it is. A later one replaces an earlier one, except REQUIRES_HTTP1, which stays. */
    enum Cause {
        /** The server or the network closed the connection, which may have been stale; also the value while it is open. */
        CLOSED,
        /** The server violated HTTP/2 or sent no SETTINGS in time, so the connection was not stale. */
        BROKE_RULES,
        /** The server's GOAWAY demands HTTP/1.1 (RFC 9113, 7). */
        REQUIRES_HTTP1
    }

    private Cause cause = Cause.CLOSED;
    private String text = "closed the connection";

    Cause cause() {
        return cause;
    }

    /** What the server did, as a clause without its subject. */
    String text() {
        return text;
    }

    /** Reads the frame and does not release it. */
    void takeGoAway(Http2GoAwayFrame goAway) {
        Http2Error code = Http2Error.valueOf(goAway.errorCode());
        String why = goAway.content().toString(StandardCharsets.ISO_8859_1);
        text = "ended the connection" + (code == null || code == Http2Error.NO_ERROR ? "" : " (" + code + ")")
                + (why.isEmpty() ? "" : ": " + Printable.line(why));
        if (code == Http2Error.HTTP_1_1_REQUIRED) {
            cause = Cause.REQUIRES_HTTP1;
        }
    }

    /** The server sent no SETTINGS in time. */
    void sentNoSettings() {
        breakRules();
    }

    /** The server violated HTTP/2 in a way that ends the connection (RFC 9113, 5.4.1). */
    void brokeRules(String how) {
        text = "broke the rules of HTTP/2: " + how;
        breakRules();
    }

    private void breakRules() {
        if (cause != Cause.REQUIRES_HTTP1) {
            cause = Cause.BROKE_RULES;
        }
    }

    /** The connection failed. */
    void brokeConnection(Throwable how) {
        text = Failures.broken(how);
    }
}
