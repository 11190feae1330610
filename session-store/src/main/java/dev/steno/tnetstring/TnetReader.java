package dev.steno.tnetstring;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes items from a stream one by one, each whole, none larger than a bound; so a file of any size is read in the memory
 * that its largest item needs. Reads byte by byte between items: give it a buffered stream. For one thread.
 */
public final class TnetReader {
    private final InputStream in;
    private final long limit;
    private long offset;
    private long items;

    /**
     * @param limit the most bytes that an item's payload may have, up to a gibibyte; larger ones are refused before they are
     *     read
     */
    public TnetReader(InputStream in, int limit) {
        if (limit < 0 || limit > 1 << 30) {
            throw new IllegalArgumentException("the limit " + limit + " is not between 0 and 1073741824 bytes (1 GiB)");
        }
        this.in = in;
        this.limit = limit;
    }

    /** How many items were read. */
    public long items() {
        return items;
    }

    /** How many bytes the items that were read have, which is where the next one begins. */
    public long offset() {
        return offset;
    }

    /**
     * The next item; null at the end of the stream.
     *
     * @throws TnetstringException where the bytes are no item, or the stream ends within one; the items before it stand
     * @throws IOException when the stream cannot be read
     */
    public @Nullable TnetValue next() throws IOException {
        TnetCursor item = nextCursor();
        if (item == null) {
            return null;
        }
        return TnetValue.read(item);
    }

    /** As {@link #next()}, with a cursor that stands at the item, to be read before anything else is. */
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
        // Grows with what comes: a length that lies does not cost its bytes.
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
