package dev.steno.net.http2;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The connection preface of HTTP/2 (RFC 9113, 3.4): the bytes with which an HTTP/2 client begins and no HTTP/1
 * request does. Stateless.
 */
public final class Http2Preface {
    private static final byte[] BYTES = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private Http2Preface() {}

    /** Whether bytes begin with the preface. */
    public enum Match {
        YES,
        NO,
        /** The bytes so far are the beginning of the preface. */
        MAYBE
    }

    /** Compares the readable bytes and does not consume them. */
    public static Match of(ByteBuf bytes) {
        int length = Math.min(bytes.readableBytes(), BYTES.length);
        for (int i = 0; i < length; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != BYTES[i]) {
                return Match.NO;
            }
        }
        return length == BYTES.length ? Match.YES : Match.MAYBE;
    }
}
