package dev.steno.interop.tnetstring;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Writes items from the end of a buffer to its start. So each length is known before it is written, and one pass
 * suffices. The caller writes backwards too: the last item of a list first, and a value before its key. Dictionary
 * entries thus appear in the reverse order of the calls, as in files written by mitmproxy. For one thread.
 */
public final class TnetWriter {
    private final long[] omittedBefore = new long[TnetCursor.DEPTH];
    private final Deque<Omitted> omissions = new ArrayDeque<>();
    private byte[] buffer;
    private int at;
    private int depth;
    private long omitted;

    /** A payload that is not in the buffer. */
    @FunctionalInterface
    public interface Payload {
        /** Writes exactly as many bytes as were announced. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** @param behind number of bytes in the buffer that follow the payload, beginning with its tag */
    private record Omitted(int behind, Payload payload) {}

    /** @param capacity initial size of the buffer in bytes; it grows as needed */
    public TnetWriter(int capacity) {
        buffer = new byte[capacity];
        at = capacity;
    }

    /**
     * Returns all written bytes.
     *
     * @throws IllegalStateException if a list or dictionary is not complete, or a payload was left out
     */
    public byte[] result() {
        complete();
        if (!omissions.isEmpty()) {
            throw new IllegalStateException("a payload is not in the buffer");
        }
        return Arrays.copyOfRange(buffer, at, buffer.length);
    }

    /**
     * Writes the bytes to a stream, with the payloads that are not in the buffer, and empties the buffer.
     *
     * @throws IllegalStateException if a list or dictionary is not complete
     */
    public void drainTo(OutputStream out) throws IOException {
        complete();
        for (Omitted next = omissions.pollLast(); next != null; next = omissions.pollLast()) {
            int to = buffer.length - next.behind;
            out.write(buffer, at, to - at);
            next.payload.writeTo(out);
            at = to;
        }
        out.write(buffer, at, buffer.length - at);
        at = buffer.length;
        omitted = 0;
    }

    private void complete() {
        if (depth != 0) {
            throw new IllegalStateException(depth + " lists or dictionaries are open");
        }
    }

    /** Begins a list or dictionary, at its end; pass the result to {@link #list} or {@link #dictionary}. */
    public int open() {
        if (depth == TnetCursor.DEPTH) {
            throw new IllegalArgumentException("nests deeper than " + TnetCursor.DEPTH + " levels");
        }
        omittedBefore[depth++] = omitted;
        reserve(1);
        at--;
        return buffer.length - at;
    }

    /** Completes a list, at its start. */
    public void list(int opened) {
        close(opened, TnetType.LIST);
    }

    /** Completes a dictionary, at its start. */
    public void dictionary(int opened) {
        close(opened, TnetType.DICTIONARY);
    }

    private void close(int opened, TnetType type) {
        depth--;
        buffer[buffer.length - opened] = type.tag();
        prefix(buffer.length - at - opened + omitted - omittedBefore[depth]);
    }

    /**
     * Writes an item whose payload goes from its source to the stream in {@link #drainTo}.
     *
     * @param length of the payload, in bytes
     */
    public void omitted(long length, TnetType type, Payload payload) {
        reserve(1);
        buffer[--at] = type.tag();
        omissions.addLast(new Omitted(buffer.length - at, payload));
        omitted += length;
        prefix(length);
    }

    public void bytes(byte[] value) {
        payload(value, TnetType.BYTES);
    }

    /** Writes a bytes item, given as one char per byte. */
    public void latin1(String value) {
        int length = value.length();
        reserve(length + 1);
        buffer[--at] = TnetType.BYTES.tag();
        int to = at -= length;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c > 0xFF) {
                throw new IllegalArgumentException("a character above U+00FF does not fit in a byte");
            }
            buffer[to++] = (byte) c;
        }
        prefix(length);
    }

    public void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        // The encoder silently turns an unpaired surrogate into a question mark.
        if (utf8.length != value.length() && !new String(utf8, StandardCharsets.UTF_8).equals(value)
                || utf8.length == value.length() && hasSurrogate(value)) {
            throw new IllegalArgumentException("an unpaired surrogate cannot be encoded as UTF-8");
        }
        payload(utf8, TnetType.TEXT);
    }

    private static boolean hasSurrogate(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Writes a dictionary's key, which must be ASCII. */
    public void key(String ascii) {
        int length = ascii.length();
        reserve(length + 1);
        buffer[--at] = TnetType.TEXT.tag();
        int to = at -= length;
        for (int i = 0; i < length; i++) {
            buffer[to++] = (byte) ascii.charAt(i);
        }
        prefix(length);
    }

    public void integer(long value) {
        if (value == Long.MIN_VALUE) {
            integer(BigInteger.valueOf(value));
            return;
        }
        reserve(21);
        buffer[--at] = TnetType.INTEGER.tag();
        int end = at;
        digits(Math.abs(value));
        if (value < 0) {
            buffer[--at] = '-';
        }
        prefix(end - at);
    }

    public void integer(BigInteger value) {
        payload(value.toString().getBytes(StandardCharsets.ISO_8859_1), TnetType.INTEGER);
    }

    public void real(double value) {
        payload(Floats.format(value).getBytes(StandardCharsets.ISO_8859_1), TnetType.FLOAT);
    }

    public void bool(boolean value) {
        payload((value ? "true" : "false").getBytes(StandardCharsets.ISO_8859_1), TnetType.BOOLEAN);
    }

    public void nil() {
        reserve(1);
        buffer[--at] = TnetType.NULL.tag();
        prefix(0);
    }

    private void payload(byte[] value, TnetType type) {
        reserve(value.length + 1);
        buffer[--at] = type.tag();
        at -= value.length;
        System.arraycopy(value, 0, buffer, at, value.length);
        prefix(value.length);
    }

    private void prefix(long length) {
        reserve(TnetCursor.LENGTH_DIGITS);
        buffer[--at] = ':';
        digits(length);
    }

    private void digits(long value) {
        long rest = value;
        do {
            buffer[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
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
