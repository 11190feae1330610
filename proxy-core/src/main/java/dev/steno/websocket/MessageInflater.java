package dev.steno.websocket;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Takes the compression off the messages of one direction (RFC 7692, 7.2.2). Holds memory of zlib, some 44 KiB, from the
 * first compressed message on: until the end where compression goes on from message to message, else until that message's end. A
 * message of more than {@link #LIMIT} bytes is given up. For one thread.
 */
public final class MessageInflater implements AutoCloseable {
    /** The most that one message may come to, in bytes: a thousand times less may have passed. */
    public static final long LIMIT = 64 << 20;

    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};
    private static final int PIECE = 16 * 1024;

    private final boolean takeover;
    private @Nullable Inflater inflater; // of the message being read; null before its first byte
    private boolean lost;
    private long size;

    /** Takes what came out; the array is used again. */
    @FunctionalInterface
    public interface Output {
        void inflated(byte[] data, int from, int length);
    }

    /** @param takeover whether compression goes on from one message to the next */
    public MessageInflater(boolean takeover) {
        this.takeover = takeover;
    }

    /** Whether the next message can be read: not where compression went on from one that was given up. */
    public boolean canRead() {
        return !lost;
    }

    /**
     * Reads some of a message.
     *
     * @throws DataFormatException where it cannot be read, with the reason; the rest of the message must not be added
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
                    throw new DataFormatException("it comes to more than " + (LIMIT >> 20) + " MiB");
                }
                output.inflated(piece, 0, count);
                int rest = inflater.getRemaining();
                if (inflater
                        .finished()) { // a block that says it is the last may be followed by others (RFC 7692, 7.2.3.4)
                    inflater.reset();
                    inflater.setInput(data, from + length - rest, rest);
                } else if (inflater.needsDictionary()) {
                    throw new DataFormatException("it wants a dictionary");
                }
            }
            for (int count = inflater.inflate(piece); count > 0; count = inflater.inflate(piece)) {
                size += count; // what a full piece held back
                output.inflated(piece, 0, count);
            }
        } catch (DataFormatException e) {
            abandonMessage();
            throw new DataFormatException(e.getMessage() == null ? "it is not DEFLATE" : e.getMessage());
        }
    }

    /** The message is whole; brings what is left of it. */
    public void endMessage(Output output) throws DataFormatException {
        inflate(TAIL, 0, TAIL.length, output);
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
