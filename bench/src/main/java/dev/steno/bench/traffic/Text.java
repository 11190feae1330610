package dev.steno.bench.traffic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A writer for a body of fixed size: text that does not fit is dropped, and the rest is padded. For one thread. */
final class Text {
    private final byte[] bytes;
    private final int reserve;
    private int length;

    /** @param reserve bytes reserved for {@link #end} */
    Text(int size, int reserve) {
        this.bytes = new byte[size];
        this.reserve = Math.min(size, reserve);
    }

    /** Remaining bytes. */
    int room() {
        return bytes.length - reserve - length;
    }

    Text add(byte[] part) {
        int fits = Math.min(part.length, Math.max(0, room()));
        System.arraycopy(part, 0, bytes, length, fits);
        length += fits;
        return this;
    }

    Text add(String ascii) {
        int fits = Math.min(ascii.length(), Math.max(0, room()));
        for (int i = 0; i < fits; i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /** Adds a number in decimal. */
    Text add(long number) {
        return add(Long.toString(number));
    }

    /** Pads with spaces, so that the closing text is at the very end. */
    byte[] end(String closing) {
        byte[] tail = closing.getBytes(StandardCharsets.US_ASCII);
        int at = Math.max(0, bytes.length - tail.length);
        if (at > length) {
            Arrays.fill(bytes, length, at, (byte) ' ');
        }
        System.arraycopy(tail, 0, bytes, at, bytes.length - at);
        return bytes;
    }
}
