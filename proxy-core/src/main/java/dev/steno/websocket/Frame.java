package dev.steno.websocket;

/**
 * The head of a frame (RFC 6455, 5.2). Immutable; any thread.
 *
 * @param fin whether this frame is the last of its message
 * @param reserved the three reserved bits, RSV1 the most significant: 0 to 7
 * @param opcode the type of frame, 0 to 15
 * @param masked whether the payload is masked
 * @param key the masking key; 0 if there is none
 * @param length length of the payload in bytes, up to 2^63 - 1
 * @param head the head's bytes as sent; must not be modified
 */
public record Frame(boolean fin, int reserved, int opcode, boolean masked, int key, long length, byte[] head) {
    /** Continues a message. */
    public static final int CONTINUATION = 0;
    /** Begins a text message. */
    public static final int TEXT = 1;
    /** Begins a binary message. */
    public static final int BINARY = 2;
    /** Begins or answers the closing handshake. */
    public static final int CLOSE = 8;
    /** Requests a pong. */
    public static final int PING = 9;
    /** Answers a ping, or is sent unsolicited as a heartbeat. */
    public static final int PONG = 10;

    /** RSV1: the message is compressed (RFC 7692, 6). */
    public static final int COMPRESSED = 4;

    /** Largest payload of a control frame, in bytes (RFC 6455, 5.5). */
    public static final int CONTROL_LIMIT = 125;

    /** Whether this is a control frame, which may appear between the frames of a message without being part of it. */
    public boolean isControl() {
        return opcode >= CLOSE;
    }

    /**
     * Masks or unmasks a part of the payload in place (RFC 6455, 5.3).
     *
     * @param at the offset of that part within the payload
     */
    public void mask(long at, byte[] data, int from, int length) {
        if (!masked || key == 0) {
            return;
        }
        for (int i = 0; i < length; i++) {
            data[from + i] ^= (byte) (key >>> (24 - 8 * (int) ((at + i) & 3)));
        }
    }
}
