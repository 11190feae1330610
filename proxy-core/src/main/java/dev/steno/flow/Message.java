package dev.steno.flow;

import java.util.Arrays;

/**
 * One piece of a raw stream, in the order it passed.
 *
 * @param flow the flow it belongs to
 * @param sequence its place within that flow, both directions together, from 0
 * @param time nanoseconds since the epoch
 * @param fromClient the direction
 * @param data the bytes; not copied, must not be changed
 */
public record Message(long flow, long sequence, long time, boolean fromClient, byte[] data) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Message that
                && flow == that.flow
                && sequence == that.sequence
                && time == that.time
                && fromClient == that.fromClient
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(flow * 31 + sequence);
    }
}
