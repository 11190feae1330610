package dev.steno.search;

import java.util.ArrayList;
import java.util.Arrays;
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
        // Longer than any bucket with its length, as a bit set or as distances of at most 3 bytes.
        byte[] list = new byte[3 * (flows / 8 + 1)];
        byte[] row = new byte[BUCKETS_OF_ROW * 64];
        int size = 0;
        for (int bucket = 0; bucket < Trigrams.BUCKETS; bucket++) {
            int from = starts[bucket];
            int to = starts[bucket + 1];
            if (row.length - size < list.length + Leb128.LONGEST) {
                row = Arrays.copyOf(row, 2 * row.length + list.length);
            }
            if (from == to) {
                row[size++] = 0;
            } else {
                boolean bits = to - from > flows / 8;
                int length = bits ? bits(places, from, to, list) : distances(places, from, to, list);
                size = Leb128.write((long) length << 1 | (bits ? 1 : 0), row, size);
                System.arraycopy(list, 0, row, size, length);
                size += length;
            }
            if ((bucket + 1) % BUCKETS_OF_ROW == 0) {
                rows.add(Arrays.copyOf(row, size));
                size = 0;
            }
        }
        return rows;
    }

    /** Writes a bit set of ascending places, up to the last byte with a bit; returns its length. */
    private static int bits(short[] places, int from, int to, byte[] set) {
        int length = places[to - 1] / 8 + 1;
        Arrays.fill(set, 0, length, (byte) 0);
        for (int i = from; i < to; i++) {
            set[places[i] >> 3] |= (byte) (1 << (places[i] & 7));
        }
        return length;
    }

    private static int distances(short[] places, int from, int to, byte[] out) {
        int last = -1;
        int length = 0;
        for (int i = from; i < to; i++) {
            length = Leb128.write(places[i] - last, out, length);
            last = places[i];
        }
        return length;
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
