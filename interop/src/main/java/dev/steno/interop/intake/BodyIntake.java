package dev.steno.interop.intake;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Takes the bytes of a body. Short ones are kept with their flow, longer ones go to the session in chunks at once, before
 * their flow is known. Bytes beyond the limit are counted and not kept. For one thread.
 */
public final class BodyIntake extends OutputStream {
    private final FactSink intake;
    private final long limit;
    private byte[] buffer = new byte[1024];
    private int filled;
    private long id;
    private int chunks;
    private long kept;
    private long passed;

    BodyIntake(FactSink intake, long limit) {
        this.intake = intake;
        this.limit = limit;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        passed += length;
        int taken = (int) Math.min(length, limit - kept);
        int at = offset;
        while (taken > 0) {
            if (filled == buffer.length) {
                grow();
            }
            int n = Math.min(taken, buffer.length - filled);
            System.arraycopy(from, at, buffer, filled, n);
            filled += n;
            at += n;
            kept += n;
            taken -= n;
            if (filled == Body.Stored.CHUNK) {
                storeChunk();
            }
        }
    }

    private void grow() {
        buffer = Arrays.copyOf(buffer, Math.min(Body.Stored.CHUNK, buffer.length * 4));
    }

    private void storeChunk() throws IOException {
        if (id == 0) {
            id = intake.nextBody();
        }
        intake.publish(new FlowEvent.BodyChunk(id, chunks++, Arrays.copyOf(buffer, filled)));
        filled = 0;
    }

    /** Returns how many bytes were written so far. */
    public long written() {
        return passed;
    }

    /** Whether bytes were left out because of the limit. */
    public boolean isCut() {
        return passed > kept;
    }

    /** Ends the body. */
    public Body finish() throws IOException {
        return finish(passed);
    }

    /**
     * Ends a body of which the file says that more passed than it has.
     *
     * @param trueSize number of bytes that passed; less than what was written has no effect
     */
    public Body finish(long trueSize) throws IOException {
        long size = Math.max(trueSize, passed);
        if (kept == 0) {
            return missing(size);
        }
        if (id == 0 && filled <= Body.Inline.LIMIT && size == kept) {
            return new Body.Inline(Arrays.copyOf(buffer, filled));
        }
        if (filled > 0) {
            storeChunk();
        }
        return new Body.Stored(id, kept, size, true);
    }

    /** Returns a body of which nothing is kept. */
    public static Body missing(long trueSize) {
        return trueSize <= 0 ? Body.NONE : new Body.Stored(0, 0, trueSize, true);
    }
}
