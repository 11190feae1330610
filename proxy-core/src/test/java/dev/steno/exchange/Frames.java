package dev.steno.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Builds frames as peers send them, independently of the product. */
final class Frames {
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int TEXT = 1;
    static final int BINARY = 2;

    private Frames() {}

    /** A frame of the server. */
    static byte[] frame(int first, byte[] payload) {
        return frame(first, payload, false);
    }

    static byte[] frame(int first, String payload) {
        return frame(first, latin1(payload), false);
    }

    /** A masked frame of the client. */
    static byte[] masked(int first, String payload) {
        return frame(first, latin1(payload), true);
    }

    static byte[] masked(int first, byte[] payload) {
        return frame(first, payload, true);
    }

    private static byte[] frame(int first, byte[] payload, boolean mask) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) first);
        int bit = mask ? 0x80 : 0;
        if (payload.length < 126) {
            frame.put((byte) (bit | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (bit | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (bit | 127)).putLong(payload.length);
        }
        byte[] key = {0x12, (byte) 0x9a, 0, 0x7f};
        if (mask) {
            frame.put(key);
        }
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ (mask ? key[i & 3] : 0)));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    static byte[] close(int code, String reason) {
        return join(new byte[] {(byte) (code >> 8), (byte) code}, latin1(reason));
    }

    /** Compresses a payload (RFC 7692, 7.2.1); reusing the deflater keeps its context. */
    static byte[] deflated(Deflater deflater, String text) {
        deflater.setInput(latin1(text));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[512];
        for (int n = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
                n > 0;
                n = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH)) {
            out.write(piece, 0, n);
        }
        return Arrays.copyOf(out.toByteArray(), out.size() - 4);
    }

    static Deflater deflater() {
        return new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
