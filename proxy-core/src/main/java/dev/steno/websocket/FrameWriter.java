package dev.steno.websocket;

import java.security.SecureRandom;

/** Builds frames (RFC 6455, 5.2). For one thread. */
public final class FrameWriter {
    private final boolean masked;
    private final SecureRandom keys; // masking keys must be unpredictable (RFC 6455, 10.3)

    /** @param masked whether frames are masked, as those to a server must be (RFC 6455, 5.1) */
    public FrameWriter(boolean masked) {
        this.masked = masked;
        this.keys = new SecureRandom();
    }

    /** A complete, uncompressed frame. */
    public byte[] frame(boolean fin, int opcode, byte[] payload) {
        int lengthBytes = payload.length < 126 ? 0 : payload.length < 1 << 16 ? 2 : 8;
        int headSize = 2 + lengthBytes + (masked ? 4 : 0);
        byte[] bytes = new byte[headSize + payload.length];
        bytes[0] = (byte) ((fin ? 0x80 : 0) | opcode);
        int short_ = lengthBytes == 0 ? payload.length : lengthBytes == 2 ? 126 : 127;
        bytes[1] = (byte) ((masked ? 0x80 : 0) | short_);
        put(bytes, 2, lengthBytes, payload.length);
        System.arraycopy(payload, 0, bytes, headSize, payload.length);
        if (masked) {
            int key = keys.nextInt();
            put(bytes, headSize - 4, 4, key);
            new Frame(fin, 0, opcode, true, key, payload.length, bytes).mask(0, bytes, headSize, payload.length);
        }
        return bytes;
    }

    private static void put(byte[] bytes, int at, int length, long value) {
        for (int i = 0; i < length; i++) {
            bytes[at + i] = (byte) (value >>> 8 * (length - 1 - i));
        }
    }
}
