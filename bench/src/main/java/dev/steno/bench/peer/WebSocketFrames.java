package dev.steno.bench.peer;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Frames of WebSockets (RFC 6455, 5.2): unfragmented text messages of at most 65,535 bytes. */
final class WebSocketFrames {
    private static final int FIN_AND_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;

    private WebSocketFrames() {}

    /** @param masked whether a client sends it; the masking key is zero, which leaves the payload as it is */
    static byte[] text(byte[] payload, boolean masked) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) FIN_AND_TEXT);
        int bit = masked ? MASKED : 0;
        if (payload.length < TWO_BYTES) {
            frame.put((byte) (bit | payload.length));
        } else {
            frame.put((byte) (bit | TWO_BYTES)).putShort((short) payload.length);
        }
        if (masked) {
            frame.putInt(0);
        }
        frame.put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    /** Reads one frame of a text message, and returns its payload. Fails at the end of the connection. */
    static byte[] readText(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        if (first != FIN_AND_TEXT) {
            throw new IOException("not a text message, but a frame that begins with " + Integer.toHexString(first));
        }
        int second = in.readUnsignedByte();
        int length = second & ~MASKED;
        if (length >= TWO_BYTES) {
            length = in.readUnsignedShort();
        }
        byte[] key = new byte[(second & MASKED) == 0 ? 0 : 4];
        in.readFully(key);
        byte[] payload = new byte[length];
        in.readFully(payload);
        for (int i = 0; key.length > 0 && i < length; i++) {
            payload[i] ^= key[i % 4];
        }
        return payload;
    }

    /** Reads the head of a message in HTTP/1.1, and returns its first line. */
    static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended within a head");
            }
            head.append((char) next);
        }
        return head.substring(0, head.indexOf("\r\n"));
    }
}
