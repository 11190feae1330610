package dev.steno.session;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Cuts a body into the chunks in which it is recorded. For one thread. */
public final class BodyChunks extends OutputStream {
    private final long body;
    private final Sink to;
    private byte[] buffer = new byte[Body.Inline.LIMIT];
    private int filled;
    private int sequence;
    private long size;

    /** Takes the chunks. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the next chunk. */
        void accept(FlowEvent.BodyChunk chunk) throws IOException;
    }

    /** @param body the number of the body */
    public BodyChunks(long body, Sink to) {
        this.body = body;
        this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        for (int at = offset; at < offset + length; ) {
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, Body.Stored.CHUNK);
            }
            int count = Math.min(offset + length - at, buffer.length - filled);
            System.arraycopy(from, at, buffer, filled, count);
            filled += count;
            at += count;
            if (filled == Body.Stored.CHUNK) {
                pass();
            }
        }
    }

    private void pass() throws IOException {
        to.accept(new FlowEvent.BodyChunk(body, sequence++, Arrays.copyOf(buffer, filled)));
        size += filled;
        filled = 0;
    }

    /** Passes on the last chunk, and returns how many bytes the body has. */
    public long endBody() throws IOException {
        if (filled > 0) {
            pass();
        }
        return size;
    }
}
