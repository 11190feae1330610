package dev.steno.websocket;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the compressed messages of one direction (RFC 7692, 7.2.2). Allocates about 44 KiB of native zlib memory
 * with the first compressed message; frees it at that message's end, or in {@link #close} if the context is kept
 * between messages. A message that inflates to more than {@link #LIMIT} bytes is not read to its end. For one thread.
 */
public final class MessageInflater implements AutoCloseable {
    /** Largest inflated message, in bytes; its compressed form may be a thousand times smaller. */
    public static final long LIMIT = 64 << 20;

    private static final byte[] END = {0, 0, (byte) 0xff, (byte) 0xff};
    private static final int PIECE = 16 * 1024;

    private final boolean takeover;
    private @Nullable Inflater inflater; // the inflater in use; null before the first byte of a compressed message
    private boolean lost;
    private long size;

    /** Returns what a sender leaves out at the end of a compressed message (RFC 7692, 7.2.1). */
    public static byte[] end() {
        return END.clone();
    }

    /** Receives inflated bytes, on the caller's thread. The array is valid only during the call. */
    @FunctionalInterface
    public interface Output {
        void inflated(byte[] data, int from, int length);
    }

    /** @param takeover whether the sender keeps its compression context between messages */
    public MessageInflater(boolean takeover) {
        this.takeover = takeover;
    }

    /**
     * Whether the next message can be inflated. Stays false once a message was abandoned on whose compression context
     * later messages depend.
     */
    public boolean canRead() {
        return !lost;
    }

    /**
     * Inflates a part of a message.
     *
     * @throws DataFormatException if it cannot be inflated; the message says why, and no further part must be passed
     */
    public void inflate(byte[] data, int from, int length, Output output) throws DataFormatException {
        Inflater inflater = this.inflater;
        if (inflater == null) {
            inflater = new Inflater(true);
            this.inflater = inflater;
        }
        byte[] piece = new byte[(int) Math.min(PIECE, Math.max(256, 4L * length))];
        inflater.setInput(data, from, length);
        try {
            while (!inflater.needsInput()) {
                int count = inflater.inflate(piece);
                size += count;
                if (size > LIMIT) {
                    throw new DataFormatException("it inflates to more than " + (LIMIT >> 20) + " MiB");
                }
                output.inflated(piece, 0, count);
                int rest = inflater.getRemaining();
                if (inflater.finished()) { // more blocks may follow one with BFINAL set (RFC 7692, 7.2.3.4)
                    inflater.reset();
                    inflater.setInput(data, from + length - rest, rest);
                } else if (inflater.needsDictionary()) {
                    throw new DataFormatException("it requires a preset dictionary");
                }
            }
            for (int count = inflater.inflate(piece); count > 0; count = inflater.inflate(piece)) {
                size += count; // output that did not fit in the buffer before
                output.inflated(piece, 0, count);
            }
        } catch (DataFormatException e) {
            abandonMessage();
            throw new DataFormatException(
                    e.getMessage() == null ? "it is not a DEFLATE stream (RFC 1951)" : e.getMessage());
        }
    }

    /** The message is complete: delivers the rest of its content. */
    public void endMessage(Output output) throws DataFormatException {
        inflate(END, 0, END.length, output);
        size = 0;
        if (!takeover) {
            close();
        }
    }

    private void abandonMessage() {
        lost = takeover;
        size = 0;
        close();
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }
}
