package dev.steno.websocket;

import java.util.Arrays;

/**
 * Takes the bytes of one direction apart into frames, however they are chopped. Keeps no payload; what breaks the protocol
 * and can be read all the same is read. For one thread.
 */
public final class FrameReader {
    private static final int LONGEST_HEAD = 14;

    private final Sink sink;
    private final byte[] head = new byte[LONGEST_HEAD];
    private int headFilled;
    private long left = -1; // of the payload; below 0 within a head
    private boolean unreadable;

    /** Takes what was read. Arrays are the reader's caller's own, and may be changed. */
    public interface Sink {
        /** A frame begins. */
        void begin(Frame frame);

        /** Some of its payload, as sent: masked where the frame is. Never empty. */
        void payload(byte[] data, int from, int length);

        /** The frame is whole. Whether to read on; otherwise {@link FrameReader#read} returns. */
        boolean end();

        /** No frames can be told apart from here on; the bytes that should have been a head follow as {@link #unread}. */
        void unreadable(String why);

        /** Bytes of no frame. */
        void unread(byte[] data, int from, int length);
    }

    public FrameReader(Sink sink) {
        this.sink = sink;
    }

    /**
     * Reads bytes.
     *
     * @return where the first byte stands that was not read: {@code to}, unless the sink wanted to stop
     */
    public int read(byte[] data, int from, int to) {
        int at = from;
        while (at < to) {
            if (unreadable) {
                sink.unread(data, at, to - at);
                return to;
            }
            if (left < 0) {
                at = head(data, at, to);
            } else {
                int length = (int) Math.min(left, to - at);
                left -= length;
                sink.payload(data, at, length);
                at += length;
            }
            if (left == 0) {
                left = -1;
                if (!sink.end()) {
                    break;
                }
            }
        }
        return at;
    }

    private int head(byte[] data, int from, int to) {
        int at = from;
        while (at < to) {
            head[headFilled++] = data[at++];
            if (headFilled >= 2 && headFilled == headSize()) {
                begin();
                break;
            }
        }
        return at;
    }

    private int headSize() {
        int length = head[1] & 0x7f;
        return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + ((head[1] & 0x80) == 0 ? 0 : 4);
    }

    private void begin() {
        boolean masked = (head[1] & 0x80) != 0;
        int short_ = head[1] & 0x7f;
        int lengthBytes = short_ == 126 ? 2 : short_ == 127 ? 8 : 0;
        long length = lengthBytes == 0 ? short_ : number(2, lengthBytes);
        byte[] bytes = Arrays.copyOf(head, headFilled);
        headFilled = 0;
        if (length < 0) { // RFC 6455, 5.2: the most significant bit must be 0
            unreadable = true;
            sink.unreadable("a frame claims more bytes than there can be");
            sink.unread(bytes, 0, bytes.length);
            return;
        }
        left = length;
        sink.begin(new Frame(
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
