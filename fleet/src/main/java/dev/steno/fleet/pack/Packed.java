package dev.steno.fleet.pack;

/**
 * Bytes as a shared store has them.
 *
 * @param dictionary how: {@link #PLAIN}, {@link #ALONE}, or the number of a dictionary
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
public record Packed(int dictionary, byte[] bytes) {
    /** The bytes as they are. */
    public static final int PLAIN = 0;

    /** Compressed without a dictionary. */
    public static final int ALONE = -1;
}
