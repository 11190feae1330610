package dev.steno.websocket;

import java.util.Arrays;

/**
 * Splits the bytes of one direction into frames, independently of how the bytes are divided among calls. Buffers no
 * payload. Tolerates protocol violations as long as the boundaries of frames are known. For one thread.
 */
public final class FrameReader {
    private static final int LONGEST_HEAD = 14;

    private final FrameListener listener;
    private final byte[] head = new byte[LONGEST_HEAD];
    private int headFilled;
    private long left = -1; // bytes left of the payload; negative while a head is read
    private boolean unreadable;

    public FrameReader(FrameListener listener) {
        this.listener = listener;
    }

    /** Whether the next byte begins a frame. False for good after the framing was lost. */
    public boolean isBetweenFrames() {
        return left < 0 && headFilled == 0 && !unreadable;
    }

    /**
     * Reads the bytes from {@code from} up to {@code to}. Not re-entrant: the listener must not call it.
     *
     * @return the index of the first unread byte: {@code to}, unless {@link FrameListener#frameEnded} returned false
     */
    public int read(byte[] data, int from, int to) {
        int at = from;
        while (at < to) {
            if (unreadable) {
                listener.unframedBytes(data, at, to - at);
                return to;
            }
            if (left < 0) {
                at = collectHead(data, at, to);
            } else {
                int length = (int) Math.min(left, to - at);
                left -= length;
                listener.framePayload(data, at, length);
                at += length;
            }
            if (left == 0) {
                left = -1;
                if (!listener.frameEnded()) {
                    break;
                }
            }
        }
        return at;
    }

    private int collectHead(byte[] data, int from, int to) {
        int at = from;
        while (at < to) {
            head[headFilled++] = data[at++];
            if (headFilled >= 2 && headFilled == headSize()) {
                readHead();
                break;
            }
        }
        return at;
    }

    private int headSize() {
        int length = head[1] & 0x7f;
        return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + ((head[1] & 0x80) == 0 ? 0 : 4);
    }

    private void readHead() {
        boolean masked = (head[1] & 0x80) != 0;
        int short_ = head[1] & 0x7f;
        int lengthBytes = short_ == 126 ? 2 : short_ == 127 ? 8 : 0;
        long length = lengthBytes == 0 ? short_ : number(2, lengthBytes);
        byte[] bytes = Arrays.copyOf(head, headFilled);
        headFilled = 0;
        if (length < 0) { // RFC 6455, 5.2: the most significant bit must be 0
            unreadable = true;
            listener.framingLost("the payload length of a frame exceeds 2^63 - 1 bytes (RFC 6455, 5.2)");
            listener.unframedBytes(bytes, 0, bytes.length);
            return;
        }
        left = length;
        listener.frameBegun(new Frame(
                (bytes[0] & 0x80) != 0,
                bytes[0] >> 4 & 7,
                bytes[0] & 15,
                masked,
                masked ? (int) number(2 + lengthBytes, 4) : 0,
                length,
                bytes));
    }

    private long number(int from, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | head[from + i] & 0xff;
        }
        return value;
    }
}
