package dev.steno.net.http3;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http3.Http3ErrorCode;
import java.util.Arrays;

/** The error codes of HTTP/3 by their names (RFC 9114, 8.1). Stateless. */
final class Http3Errors {
    private Http3Errors() {}

    /** The name of a code that a peer sent; its number if it has none. */
    static String name(long code) {
        return Arrays.stream(Http3ErrorCode.values())
                .filter(known -> known.code() == code)
                .map(Enum::name)
                .findFirst()
                .orElse("code " + code);
    }

    /** The counterpart of an HTTP/2 stream error (RFC 9113, 7). */
    static Http3ErrorCode of(Http2Error code) {
        return switch (code) {
            case NO_ERROR -> Http3ErrorCode.H3_NO_ERROR;
            case PROTOCOL_ERROR -> Http3ErrorCode.H3_MESSAGE_ERROR;
            case REFUSED_STREAM -> Http3ErrorCode.H3_REQUEST_REJECTED;
            case CANCEL -> Http3ErrorCode.H3_REQUEST_CANCELLED;
            case CONNECT_ERROR -> Http3ErrorCode.H3_CONNECT_ERROR;
            case ENHANCE_YOUR_CALM -> Http3ErrorCode.H3_EXCESSIVE_LOAD;
            case HTTP_1_1_REQUIRED -> Http3ErrorCode.H3_VERSION_FALLBACK;
            default -> Http3ErrorCode.H3_INTERNAL_ERROR;
        };
    }
}
