package dev.steno.stats;

import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a key that is being composed; reused, so that no flow costs an object. For one thread. */
final class KeyBuffer {
    private byte[] bytes = new byte[256];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Drops what comes behind a length. */
    void cut(int to) {
        length = to;
    }

    void put(int b) {
        room(1);
        bytes[length++] = (byte) b;
    }

    void put(byte[] from, int start, int count) {
        room(count);
        System.arraycopy(from, start, bytes, length, count);
        length += count;
    }

    void put(String ascii) {
        byte[] text = ascii.getBytes(StandardCharsets.US_ASCII);
        put(text, 0, text.length);
    }

    void put(long number) {
        put(Long.toString(number));
    }

    void put(ColumnBlock flow, FlowColumn.Text column) {
        put(flow.bytes(), flow.start(column), flow.length(column));
    }

    /** Puts a text whose capitals A to Z do not matter, such as a host (RFC 9110, 4.2.3). */
    void putLowerCase(ColumnBlock flow, FlowColumn.Text column) {
        int from = length;
        put(flow, column);
        for (int i = from; i < length; i++) {
            if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
                bytes[i] += 'a' - 'A';
            }
        }
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
