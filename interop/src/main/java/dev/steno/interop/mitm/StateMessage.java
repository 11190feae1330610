package dev.steno.interop.mitm;

/**
 * A message of a state. Immutable.
 *
 * @param opcode of RFC 6455, 11.8; 0 for a piece of a raw stream
 * @param time nanoseconds since the epoch
 * @param data the bytes that are kept
 * @param trueSize number of bytes in the file
 */
record StateMessage(
        int opcode, boolean fromClient, byte[] data, long trueSize, long time, boolean dropped, boolean injected) {}
