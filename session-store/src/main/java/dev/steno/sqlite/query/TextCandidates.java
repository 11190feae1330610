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
 * The flows that may hold a text, by the index: chunk by chunk, so that the first are known at once. As the index was when this
 * was made; it knows nothing of flows behind {@link #indexedTo}. For one search, under the reader's lock.
 */
final class TextCandidates {
    /** In a chunk of which more than this share are candidates, flows are looked at one after the other. */
    private static final int SHARE = 3;

    private final SqliteConnection sqlite;
    private final IndexQuery question;
    private final List<Chunk> chunks = new ArrayList<>();
    private final Roaring64Bitmap anywhere = new Roaring64Bitmap();

    /**
     * Flows indexed together.
     *
     * @param after the chunk covers the flows behind this one, up to its last
     * @param flows their numbers; null where those from {@code first} to {@code last} are all there are
     * @param partial places of flows that may hold what is not indexed
     */
    private record Chunk(long id, long after, long first, long last, byte @Nullable [] flows, byte[] partial) {}

    /**
     * A stretch of flow numbers.
     *
     * @param candidates in it, ascending; null where all flows are
     */
    record Stretch(long first, long last, long @Nullable [] candidates) {}

    private TextCandidates(SqliteConnection sqlite, IndexQuery question) {
        this.sqlite = sqlite;
        this.question = question;
    }

    /** What the index says of a question. */
    static TextCandidates of(SqliteConnection sqlite, IndexQuery question) throws SQLException {
        TextCandidates candidates = new TextCandidates(sqlite, question);
        sqlite.execute("BEGIN"); // a flow leaves text_again for a chunk: both must be of one moment
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

    /** The last flow that the index covers. */
    long indexedTo() {
        return chunks.isEmpty() ? 0 : chunks.get(chunks.size() - 1).last();
    }

    /** The stretch in which a flow is, one up to the watermark. */
    Stretch around(long flow) throws SQLException {
        Chunk chunk = covering(flow);
        if (flow <= chunk.after()) { // a chunk was dropped here
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
