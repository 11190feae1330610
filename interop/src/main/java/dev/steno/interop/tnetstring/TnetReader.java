package dev.steno.interop.tnetstring;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads items from a stream, one at a time. Since each item has a bounded size, memory is bounded by the largest item,
 * not by the file. Reads the stream byte by byte between items, so the stream should be buffered. For one thread.
 */
public final class TnetReader {
    private final InputStream in;
    private final long limit;
    private long offset;
    private long items;

    /** @param limit largest payload of an item in bytes, up to 1 GiB; a larger item is refused before it is read */
    public TnetReader(InputStream in, int limit) {
        if (limit < 0 || limit > 1 << 30) {
            throw new IllegalArgumentException("the limit " + limit + " is not between 0 and 1073741824 bytes (1 GiB)");
        }
        this.in = in;
        this.limit = limit;
    }

    /** Returns the number of items read. */
    public long items() {
        return items;
    }

    /** Returns the number of bytes of the items read, which is the offset of the next item. */
    public long offset() {
        return offset;
    }

    /**
     * Reads the next item; null at the end of the stream.
     *
     * @throws TnetstringException if the bytes are not an item, or the stream ends within one; items read before are
     *     not affected
     * @throws IOException if the stream cannot be read
     */
    public @Nullable TnetValue next() throws IOException {
        TnetCursor item = nextCursor();
        if (item == null) {
            return null;
        }
        return TnetValue.read(item);
    }

    /** Like {@link #next()}, but returns a cursor on the item. */
    public @Nullable TnetCursor nextCursor() throws IOException {
        byte[] item = new byte[TnetCursor.LENGTH_DIGITS + 1];
        int head = 0;
        long length = 0;
        while (true) {
            int next = in.read();
            if (next < 0 && head == 0) {
                return null;
            }
            if (next < 0) {
                throw truncated(head);
            }
            item[head++] = (byte) next;
            if (next == ':' && head > 1) {
                break;
            }
            if (next < '0' || next > '9' || head > TnetCursor.LENGTH_DIGITS) {
                throw new TnetstringException(
                        offset, "an item begins with the length of its payload, 1 to 12 digits and a colon");
            }
            length = 10 * length + next - '0';
        }
        if (length > limit) {
            throw new TnetstringException(
                    offset, "an item of " + length + " bytes exceeds the limit of " + limit + " bytes");
        }
        // readNBytes grows with the bytes received, so a wrong length does not allocate memory.
        byte[] rest = in.readNBytes((int) length + 1);
        if (rest.length <= length) {
            throw truncated(head + rest.length);
        }
        byte[] whole = Arrays.copyOf(item, head + rest.length);
        System.arraycopy(rest, 0, whole, head, rest.length);
        TnetCursor cursor = new TnetCursor(whole, offset);
        cursor.next();
        items++;
        offset += whole.length;
        return cursor;
    }

    private TnetstringException truncated(int have) {
        return new TnetstringException(
                offset + have,
                "the file ends within an item that began at byte " + offset + "; " + items
                        + " items before it are complete");
    }
}
