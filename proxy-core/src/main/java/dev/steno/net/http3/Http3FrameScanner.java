package dev.steno.net.http3;

import io.netty.buffer.ByteBuf;

/**
 * Finds the boundaries of the frames in one direction of a request stream (RFC 9114, 7.1) and keeps none of their content.
 * Confined to the stream's event loop.
 */
class Http3FrameScanner {
    private long payloadLeft;
    private long number;
    private int numberLeft;
    private long type;
    private boolean typeRead;

    /** Scans the readable bytes and does not consume them. */
    final void scan(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (payloadLeft > 0) {
                long skipped = Math.min(payloadLeft, end - at);
                payloadLeft -= skipped;
                at += (int) skipped;
            } else {
                takeByte(bytes.getUnsignedByte(at++));
            }
        }
    }

    /** Takes a byte of a frame's type or length: an integer whose first two bits give its length (RFC 9000, 16). */
    private void takeByte(int b) {
        if (numberLeft == 0) {
            numberLeft = (1 << (b >> 6)) - 1;
            number = b & 0x3f;
        } else {
            numberLeft--;
            number = number << 8 | b;
        }
        if (numberLeft > 0) {
            return;
        }
        if (typeRead) {
            payloadLeft = number;
            frameStarts(type, number);
        } else {
            type = number;
        }
        typeRead = !typeRead;
    }

    /**
     * Called within {@link #scan} for each frame whose type and length were read.
     *
     * @param length of the payload, in bytes
     */
    void frameStarts(long type, long length) {}

    /** Whether the bytes so far end within a frame. */
    final boolean isWithinFrame() {
        return payloadLeft > 0 || numberLeft > 0 || typeRead;
    }
}
