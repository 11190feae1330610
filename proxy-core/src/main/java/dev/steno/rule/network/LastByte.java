package dev.steno.rule.network;

import dev.steno.pace.PieceShape;

/**
 * {@code slow_close} of a message whose receiver knows its end by its length: the last byte waits, since nothing follows it.
 * On one event loop.
 */
final class LastByte implements PieceShape {
    private final long delay;
    private long left;

    /**
     * @param length bytes of the body, above 0
     * @param delay nanoseconds
     */
    LastByte(long length, long delay) {
        this.left = length;
        this.delay = delay;
    }

    @Override
    public int size() {
        return left > 1 ? (int) Math.min(Integer.MAX_VALUE, left - 1) : Integer.MAX_VALUE;
    }

    @Override
    public long pause(int bytes) {
        boolean last = left > 0 && left <= bytes;
        left -= bytes;
        return last ? delay : 0;
    }
}
