package dev.steno.net.http2;

import io.netty.handler.codec.http2.Http2Error;

/** The meaning of the error codes with which a server resets a stream (RFC 9113, 7). Stateless. */
final class ResetCodes {
    private ResetCodes() {}

    /** The code with this number; INTERNAL_ERROR if the number is unknown (RFC 9113, 7). */
    static Http2Error of(long number) {
        Http2Error known = Http2Error.valueOf(number);
        return known == null ? Http2Error.INTERNAL_ERROR : known;
    }

    /** Whether a code concerns the framing between Steno and the server, in which the client has no part. */
    static boolean areAboutFrames(Http2Error code) {
        return switch (code) {
            case FLOW_CONTROL_ERROR, SETTINGS_TIMEOUT, STREAM_CLOSED, FRAME_SIZE_ERROR, COMPRESSION_ERROR -> true;
            default -> false;
        };
    }
}
