package dev.steno.net.http2;

import io.netty.handler.codec.http2.Http2Error;

/** What the codes mean that a server resets a stream with (RFC 9113, 7). Stateless. */
final class ResetCodes {
    private ResetCodes() {}

    /** The code by its number. One that is not known counts as INTERNAL_ERROR (RFC 9113, 7). */
    static Http2Error of(long number) {
        Http2Error known = Http2Error.valueOf(number);
        return known == null ? Http2Error.INTERNAL_ERROR : known;
    }

    /** Whether a code is about the frames between Steno and the server, which are none of the client's. */
    static boolean areAboutFrames(Http2Error code) {
        return switch (code) {
            case FLOW_CONTROL_ERROR, SETTINGS_TIMEOUT, STREAM_CLOSED, FRAME_SIZE_ERROR, COMPRESSION_ERROR -> true;
            default -> false;
        };
    }
}
