package dev.steno.testing.http1;

import dev.steno.testing.Bytes;

/** Encodes short WebSocket frames (RFC 6455, 5.2): payloads of at most 125 bytes. */
public final class WebSocketFrames {
    private static final byte[] MASK = {1, 2, 3, 4};

    private WebSocketFrames() {}

    /** A text message of a server in one unmasked frame. */
    public static byte[] text(String text) {
        return frame(0x81, Bytes.latin1(text), false);
    }

    /** A text message of a client in one masked frame. */
    public static byte[] masked(String text) {
        return frame(0x81, Bytes.latin1(text), true);
    }

    /** A Close frame. */
    public static byte[] close(int code, String reason, boolean masked) {
        byte[] why = Bytes.concat(new byte[] {(byte) (code >> 8), (byte) code}, Bytes.latin1(reason));
        return frame(0x88, why, masked);
    }

    public static byte[] ping(boolean masked) {
        return frame(0x89, new byte[0], masked);
    }

    private static byte[] frame(int first, byte[] payload, boolean masked) {
        byte[] head = {(byte) first, (byte) (payload.length | (masked ? 0x80 : 0))};
        byte[] body = payload.clone();
        for (int i = 0; masked && i < body.length; i++) {
            body[i] ^= MASK[i % 4];
        }
        return Bytes.concat(head, masked ? MASK : new byte[0], body);
    }
}
