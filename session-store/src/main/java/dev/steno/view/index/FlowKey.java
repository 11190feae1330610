package dev.steno.view.index;

import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.store.SortColumn;
import java.util.Arrays;

/**
 * Sort keys: bytes whose unsigned comparison gives the order of the flows. Flows with equal keys are ordered by number.
 *
 * <p>Each char of a text is encoded in one to three bytes (CESU-8, Unicode Technical Report 26), which keeps the order
 * of {@link String#compareTo}; chars after the first {@link #TEXT} are ignored. A number is encoded in eight bytes,
 * most significant first, with its sign bit inverted.
 */
public final class FlowKey {
    /** Upper bound on the chars of a text, which bounds the memory of an order whatever peers send. */
    static final int TEXT = 512;

    private FlowKey() {}

    /** The key of a flow; in the order of time, only where numbers do not tell it. */
    public static byte[] of(Order order, Flow flow) {
        return of(SortColumn.of(order, flow));
    }

    /** The key for a column's value. */
    public static byte[] of(SortColumn.Value value) {
        String text = value.text();
        return text == null ? number(value.number()) : text(text);
    }

    static byte[] number(long value) {
        byte[] bytes = new byte[Long.BYTES];
        long turned = value ^ Long.MIN_VALUE;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (turned >>> (56 - 8 * i));
        }
        return bytes;
    }

    static byte[] text(String value) {
        int chars = Math.min(TEXT, value.length());
        byte[] bytes = new byte[3 * chars];
        int size = 0;
        for (int i = 0; i < chars; i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                bytes[size++] = (byte) c;
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xC0 | c >> 6);
                bytes[size++] = (byte) (0x80 | c & 0x3F);
            } else {
                bytes[size++] = (byte) (0xE0 | c >> 12);
                bytes[size++] = (byte) (0x80 | c >> 6 & 0x3F);
                bytes[size++] = (byte) (0x80 | c & 0x3F);
            }
        }
        return Arrays.copyOf(bytes, size);
    }
}
