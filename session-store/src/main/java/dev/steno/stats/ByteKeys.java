package dev.steno.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Numbers distinct texts, given as bytes, from 0 in the order in which they come; up to a limit. For one thread. */
final class ByteKeys {
    /** The number of a text that came after the limit was reached. */
    static final int FULL = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int most;
    private byte[][] keys = new byte[64][];
    private int[] slots = new int[128]; // the number plus 1; 0 if free
    private int size;

    ByteKeys(int most) {
        this.most = most;
    }

    int size() {
        return size;
    }

    /** Returns the number of a text, which is added if it is new; {@link #FULL} if there is no room. */
    int number(byte[] bytes, int from, int length) {
        int mask = slots.length - 1;
        int slot = (int) hash(bytes, from, length) & mask;
        while (slots[slot] != 0) {
            byte[] key = key(slots[slot] - 1);
            if (Arrays.equals(key, 0, key.length, bytes, from, from + length)) {
                return slots[slot] - 1;
            }
            slot = (slot + 1) & mask;
        }
        if (size == most) {
            return FULL;
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        keys[size] = Arrays.copyOfRange(bytes, from, from + length);
        slots[slot] = ++size;
        if (2 * size > slots.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int i = 0; i < size; i++) {
            byte[] key = key(i);
            int slot = (int) hash(key, 0, key.length) & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = i + 1;
        }
    }

    private byte[] key(int number) {
        return keys[number];
    }

    /** Returns the text with a number. */
    String text(int number) {
        return new String(key(number), StandardCharsets.UTF_8);
    }

    /** Returns a hash of 64 bits with evenly spread low bits; takes eight bytes a step. */
    static long hash(byte[] bytes, int from, int length) {
        long hash = length;
        int at = from;
        int end = from + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, at));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << Byte.SIZE | bytes[at] & 0xFF;
        }
        return mix(hash ^ rest);
    }

    private static long mix(long value) {
        long mixed = value * 0x9e3779b97f4a7c15L; // odd, so that no two values become one
        return mixed ^ mixed >>> 32;
    }
}
