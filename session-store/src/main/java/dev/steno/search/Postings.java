package dev.steno.search;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The rows of a chunk: for each bucket, the places of the flows that contain it. Stateless.
 *
 * <p>A row holds the buckets of one range, in order. Each bucket begins with a LEB128 number: 0 if no flow has it;
 * otherwise twice the length in bytes of the data that follows, plus one if the data is a bit set of places (least
 * significant bit first) instead of the distances between places (LEB128, the first from -1).
 */
public final class Postings {
    /** Rows per chunk. */
    public static final int ROWS = 512;

    private static final int BUCKETS_OF_ROW = Trigrams.BUCKETS / ROWS;

    private Postings() {}

    /** The row that contains a bucket. */
    public static int row(int bucket) {
        return bucket / BUCKETS_OF_ROW;
    }

    /**
     * Encodes the rows.
     *
     * @param starts the offset in {@code places} of each bucket's first entry, followed by the total
     */
    static List<byte[]> rows(int[] starts, short[] places, int flows) {
        List<byte[]> rows = new ArrayList<>(ROWS);
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (int bucket = 0; bucket < Trigrams.BUCKETS; bucket++) {
            int from = starts[bucket];
            int to = starts[bucket + 1];
            if (from == to) {
                row.write(0);
            } else {
                list.reset();
                boolean bits = to - from > flows / 8;
                if (bits) {
                    list.writeBytes(bits(places, from, to));
                } else {
                    distances(places, from, to, list);
                }
                Leb128.write(list.size() << 1 | (bits ? 1 : 0), row);
                row.writeBytes(list.toByteArray());
            }
            if ((bucket + 1) % BUCKETS_OF_ROW == 0) {
                rows.add(row.toByteArray());
                row.reset();
            }
        }
        return rows;
    }

    private static byte[] bits(short[] places, int from, int to) {
        BitSet set = new BitSet();
        for (int i = from; i < to; i++) {
            set.set(places[i]);
        }
        return set.toByteArray();
    }

    private static void distances(short[] places, int from, int to, ByteArrayOutputStream out) {
        int last = -1;
        for (int i = from; i < to; i++) {
            Leb128.write(places[i] - last, out);
            last = places[i];
        }
    }

    /** The places in a row's bucket. */
    static BitSet read(byte[] row, int bucket) {
        Reader reader = new Reader(row);
        for (int i = bucket % BUCKETS_OF_ROW; i > 0; i--) {
            reader.skip();
        }
        return reader.places();
    }

    private static final class Reader {
        private final byte[] row;
        private final Leb128.Reader numbers;

        Reader(byte[] row) {
            this.row = row;
            this.numbers = new Leb128.Reader(row);
        }

        void skip() {
            int head = (int) numbers.next();
            numbers.skip(head >>> 1);
        }

        BitSet places() {
            int head = (int) numbers.next();
            int end = numbers.at() + (head >>> 1);
            if ((head & 1) != 0) {
                return BitSet.valueOf(java.nio.ByteBuffer.wrap(row, numbers.at(), end - numbers.at()));
            }
            BitSet places = new BitSet();
            int last = -1;
            while (numbers.at() < end) {
                last += (int) numbers.next();
                places.set(last);
            }
            return places;
        }
    }
}
