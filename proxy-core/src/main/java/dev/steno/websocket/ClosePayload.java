package dev.steno.websocket;

import java.nio.charset.StandardCharsets;

/** The payload of a Close frame (RFC 6455, 5.5.1). Pure functions. */
public final class ClosePayload {
    /** The code that stands for a frame without one (RFC 6455, 7.1.5). */
    private static final int NO_CODE = 1005;

    /** Longest reason, in bytes (RFC 6455, 5.5). */
    private static final int LONGEST_REASON = Frame.CONTROL_LIMIT - 2;

    private ClosePayload() {}

    /**
     * Returns the payload.
     *
     * @param code the status code; 1005 for a payload without one
     * @param reason one char per byte, of which the first 123 are taken
     */
    public static byte[] of(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.ISO_8859_1);
        int length = Math.min(text.length, LONGEST_REASON);
        byte[] payload = new byte[code == NO_CODE ? 0 : 2 + length];
        if (payload.length > 0) {
            payload[0] = (byte) (code >> 8);
            payload[1] = (byte) code;
            System.arraycopy(text, 0, payload, 2, length);
        }
        return payload;
    }
}
