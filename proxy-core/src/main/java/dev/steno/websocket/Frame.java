package dev.steno.websocket;

/**
 * The head of a frame (RFC 6455, 5.2).
 *
 * @param fin whether a message ends with this frame
 * @param reserved the three reserved bits, RSV1 the highest
 * @param opcode what the frame is
 * @param masked whether its payload is masked
 * @param key the masking key; 0 where there is none
 * @param length bytes of payload
 * @param head the head's own bytes as sent; must not be changed
 */
public record Frame(boolean fin, int reserved, int opcode, boolean masked, int key, long length, byte[] head) {
    /** Goes on with a message. */
    public static final int CONTINUATION = 0;
    /** Begins a message of text. */
    public static final int TEXT = 1;
    /** Begins a message of bytes. */
    public static final int BINARY = 2;
    /** Begins the end of the WebSocket. */
    public static final int CLOSE = 8;
    /** Asks for a pong. */
    public static final int PING = 9;
    /** Answers a ping, or says that the sender is there. */
    public static final int PONG = 10;

    /** RSV1: the message is compressed (RFC 7692, 6). */
    public static final int COMPRESSED = 4;

    /** The most bytes of payload in a control frame (RFC 6455, 5.5). */
    public static final int CONTROL_LIMIT = 125;

    /** Whether it may stand between the frames of a message, and is no part of it. */
    public boolean isControl() {
        return opcode >= CLOSE;
    }

    /** Masks payload or takes the mask off, in place; the first of the bytes is the payload's {@code at}-th. */
    public void mask(long at, byte[] data, int from, int length) {
        if (!masked || key == 0) {
            return;
        }
        for (int i = 0; i < length; i++) {
            data[from + i] ^= (byte) (key >>> (24 - 8 * (int) ((at + i) & 3)));
        }
    }
}
