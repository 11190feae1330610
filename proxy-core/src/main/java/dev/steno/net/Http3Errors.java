package dev.steno.net;

import io.netty.handler.codec.http3.Http3ErrorCode;
import java.util.Arrays;

/** The error codes of HTTP/3 by their names (RFC 9114, 8.1). */
final class Http3Errors {
    private Http3Errors() {}

    /** The name of a code that a peer sent; its number where it has none. */
    static String name(long code) {
        return Arrays.stream(Http3ErrorCode.values())
                .filter(known -> known.code() == code)
                .map(Enum::name)
                .findFirst()
                .orElse("code " + code);
    }
}
