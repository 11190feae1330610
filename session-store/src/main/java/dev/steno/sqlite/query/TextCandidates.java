package dev.steno.sqlite.query;

import dev.steno.search.DistanceCodec;
import dev.steno.search.IndexQuery;
import dev.steno.search.Postings;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.MessageTable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The flows that may contain a text according to the index, chunk by chunk, so that the first hits appear at once. A
 * snapshot of the index; it does not cover flows beyond {@link #indexedTo}. For one search, under the reader's lock.
 */
final class TextCandidates {
    /** If more than one in {@value #SHARE} flows of a chunk is a candidate, the search reads all flows of the chunk. */
    private static final int SHARE = 3;

    private final SqliteConnection sqlite;
    private final IndexQuery question;
    private final List<Chunk> chunks = new ArrayList<>();
    private final Roaring64Bitmap anywhere = new Roaring64Bitmap();

    /**
     * A chunk of the index.
     *
     * @param after the chunk covers the flow numbers after this one, up to {@code last}
     * @param flows the encoded flow numbers; null if they are exactly those from {@code first} to {@code last}
     * @param partial places of flows whose texts are not completely indexed
     */
    private record Chunk(long id, long after, long first, long last, byte @Nullable [] flows, byte[] partial) {}

    /**
     * A range of flow numbers.
     *
     * @param candidates the flows in it that may match, ascending; null if all may match
     */
    record Stretch(long first, long last, long @Nullable [] candidates) {}

    private TextCandidates(SqliteConnection sqlite, IndexQuery question) {
        this.sqlite = sqlite;
        this.question = question;
    }

    /** Loads the index for a query. */
    static TextCandidates of(SqliteConnection sqlite, IndexQuery question) throws SQLException {
        TextCandidates candidates = new TextCandidates(sqlite, question);
        // One transaction for both tables: a flow moves from text_again to a chunk.
        sqlite.execute("BEGIN");
        try {
            candidates.load();
        } finally {
            sqlite.execute("COMMIT");
        }
        return candidates;
    }

    private void load() throws SQLException {
        List<Chunk> writtenAgain = new ArrayList<>();
        try (ResultSet row = sqlite.of(
                        "SELECT id, again, after, first, last, flows, partial FROM text_chunk ORDER BY id")
                .executeQuery()) {
            while (row.next()) {
                Chunk chunk = new Chunk(
                        row.getLong(1),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getBytes(6),
                        MessageTable.data(row, 7));
                if (row.getBoolean(2)) {
                    writtenAgain.add(chunk);
                } else {
                    chunks.add(chunk);
                }
            }
        }
        try (ResultSet row = sqlite.of("SELECT flow FROM text_again").executeQuery()) {
            while (row.next()) {
                anywhere.addLong(row.getLong(1));
            }
        }
        for (Chunk chunk : writtenAgain) {
            for (long flow : in(chunk)) {
                anywhere.addLong(flow);
            }
        }
    }

    /** Returns the last flow number that the index covers. */
    long indexedTo() {
        return chunks.isEmpty() ? 0 : chunks.get(chunks.size() - 1).last();
    }

    /** Returns the range that contains a flow number. The number must not exceed {@link #indexedTo}. */
    Stretch around(long flow) throws SQLException {
        Chunk chunk = covering(flow);
        if (flow <= chunk.after()) { // in a gap that a dropped chunk left
            return new Stretch(flow, flow, null);
        }
        long[] found = in(chunk);
        Roaring64Bitmap all = new Roaring64Bitmap();
        all.add(found);
        PeekableLongIterator others = anywhere.getLongIteratorFrom(chunk.after() + 1);
        while (others.hasNext() && others.peekNext() <= chunk.last()) {
            all.addLong(others.next());
        }
        long[] candidates = all.toArray();
        boolean many = candidates.length > (chunk.last() - chunk.first() + 1) / SHARE;
        return new Stretch(chunk.after() + 1, chunk.last(), many ? null : candidates);
    }

    private Chunk covering(long flow) {
        int low = 0;
        int high = chunks.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunks.get(middle).last() < flow) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return chunks.get(low);
    }

    private long[] in(Chunk chunk) throws SQLException {
        BitSet places = question.places(row -> row(chunk.id(), row));
        for (long place : DistanceCodec.decode(chunk.partial())) {
            places.set((int) place);
        }
        byte[] numbers = chunk.flows();
        if (numbers == null) {
            return places.stream().mapToLong(place -> chunk.first() + place).toArray();
        }
        long[] flows = places.isEmpty() ? new long[0] : DistanceCodec.decode(numbers);
        return places.stream().mapToLong(place -> flows[place]).toArray();
    }

    private byte[] row(long chunk, int row) throws SQLException {
        PreparedStatement query = sqlite.of("SELECT lists FROM text_posting WHERE id = ?");
        query.setLong(1, chunk * Postings.ROWS + row);
        try (ResultSet found = query.executeQuery()) {
            if (!found.next()) {
                throw new SQLException("chunk " + chunk + " of the text index lacks its row " + row);
            }
            return MessageTable.data(found, 1);
        }
    }
}
