package dev.steno.search;

import java.io.ByteArrayOutputStream;

/**
 * Encodes numbers as unsigned LEB128: seven bits per byte, least significant first; the high bit of a byte says that
 * another follows. Stateless.
 */
public final class Leb128 {
    /** Largest encoding of a number, in bytes. */
    public static final int LONGEST = 10;

    private Leb128() {}

    /** Writes a number into an array, which must have room. Returns the index after it. */
    public static int write(long value, byte[] to, int at) {
        long left = value;
        int next = at;
        while ((left & ~0x7FL) != 0) {
            to[next++] = (byte) (left & 0x7F | 0x80);
            left >>>= 7;
        }
        to[next++] = (byte) left;
        return next;
    }

    /** Writes a number to a stream. */
    public static void write(long value, ByteArrayOutputStream out) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    /** Reads numbers and other bytes from an array in sequence. For one thread. */
    public static final class Reader {
        private final byte[] bytes;
        private int at;

        public Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Returns the index of the next byte. */
        public int at() {
            return at;
        }

        public boolean isAtEnd() {
            return at == bytes.length;
        }

        public void skip(int count) {
            at += count;
        }

        /**
         * Reads the next number.
         *
         * @throws ArrayIndexOutOfBoundsException if the array ends within it
         */
        public long next() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                value |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }
    }
}
