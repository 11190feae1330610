package dev.steno.codec;

import dev.steno.flow.Certificate;
import dev.steno.flow.Times;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the protobuf wire format from the end of a buffer to its start: fields in descending order of their numbers, a
 * nested message before its length. Each length is therefore known when it is written, and one pass is enough. For one
 * thread.
 */
final class WireWriter {
    /** Deepest nesting of messages: the default limit of protobuf readers. */
    static final int DEPTH = 100;

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] buffer;
    private int at;
    private int depth;

    WireWriter(int capacity) {
        buffer = new byte[capacity];
        at = capacity;
    }

    byte[] result() {
        return Arrays.copyOfRange(buffer, at, buffer.length);
    }

    /** Begins a nested message, at its end; pass the result to {@link #close}. */
    int open() {
        if (++depth > DEPTH) {
            throw new CodecException("the flow nests deeper than " + DEPTH + " levels of via or original");
        }
        return buffer.length - at;
    }

    /** Completes a nested message, at its start. */
    void close(int field, int opened) {
        depth--;
        head(field, buffer.length - at - opened);
    }

    /** Writes a number, unless it is 0. */
    void number(int field, long value) {
        if (value != 0) {
            numberOf(field, value);
        }
    }

    /** Writes a point in time, unless it is unset. */
    void time(int field, long nanos) {
        if (Times.isSet(nanos)) {
            reserve(8);
            at -= 8;
            LONGS.set(buffer, at, nanos);
            varint(field << 3 | FIXED64);
        }
    }

    /** Writes a duration, unless it is unset. */
    void duration(int field, long nanos) {
        if (Times.isSet(nanos)) {
            numberOf(field, nanos);
        }
    }

    void bytes(int field, byte[] value) {
        reserve(value.length);
        at -= value.length;
        System.arraycopy(value, 0, buffer, at, value.length);
        head(field, value.length);
    }

    /** Writes a wire string, unless it is empty. */
    void latin1(int field, String value, String what) {
        if (!value.isEmpty()) {
            latin1Of(field, value, what);
        }
    }

    /** Writes a wire string, one byte per char, even if it is empty. */
    void latin1Of(int field, String value, String what) {
        int length = value.length();
        reserve(length);
        at -= length;
        int seen = 0;
        for (int i = 0; i < length; i++) {
            seen |= value.charAt(i);
        }
        if (seen > 0xFF) {
            throw new CodecException(
                    "the " + what + " contains a character above U+00FF, which is not a byte: wire strings"
                            + " have one char per byte (latin-1)");
        }
        low(value, length);
        head(field, length);
    }

    /**
     * The low byte of each char. The method is deprecated because it does not convert by a charset; exactly that is
     * needed here, with a single copy.
     */
    @SuppressWarnings("deprecation")
    private void low(String value, int length) {
        value.getBytes(0, length, buffer, at);
    }

    /** Writes human text, unless it is empty. */
    void text(int field, String value, String what) {
        if (!value.isEmpty()) {
            textOf(field, value, what);
        }
    }

    /** Writes human text as UTF-8, even if it is empty. */
    void textOf(int field, String value, String what) {
        // The encoder silently turns an unpaired surrogate into a question mark.
        if (hasLoneSurrogate(value)) {
            throw new CodecException("the " + what + " contains an unpaired surrogate, which UTF-8 cannot encode");
        }
        bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean hasLoneSurrogate(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(++i));
                if (!pair) {
                    return true;
                }
            }
        }
        return false;
    }

    void fingerprint(int field, Certificate certificate) {
        bytes(field, certificate.sha256());
    }

    /** Writes a number without a tag, as an element of a packed field. */
    void varint(long value) {
        if ((value & ~0x7FL) == 0) { // most tags and lengths are this short
            reserve(1);
            buffer[--at] = (byte) value;
            return;
        }
        int size = (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
        reserve(size);
        int to = at -= size;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[to++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[to] = (byte) rest;
    }

    private void numberOf(int field, long value) {
        varint(value);
        varint(field << 3 | VARINT);
    }

    private void head(int field, int length) {
        varint(length);
        varint(field << 3 | LENGTH);
    }

    private void reserve(int room) {
        if (at < room) {
            int used = buffer.length - at;
            byte[] next = new byte[Math.max(Math.addExact(buffer.length, buffer.length), Math.addExact(used, room))];
            System.arraycopy(buffer, at, next, next.length - used, used);
            at = next.length - used;
            buffer = next;
        }
    }
}
