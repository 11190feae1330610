package dev.steno.sqlite.table;

import dev.steno.sqlite.file.SqliteConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Finds the chunk of a stored body that contains an offset. Chunks differ in size if a body arrived slowly, so their
 * lengths are added up, without reading the bytes themselves; the sums of bodies that were asked about last are kept,
 * one for every {@value #STRIDE} chunks. For one thread at a time.
 */
public final class ChunkStarts {
    private static final int STRIDE = 64;
    private static final int BODIES = 16;

    private final Map<Long, NavigableMap<Long, Integer>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, NavigableMap<Long, Integer>> eldest) {
            return size() > BODIES;
        }
    };

    /**
     * A chunk of a body.
     *
     * @param sequence its number
     * @param start offset of its first byte in the body
     */
    public record Found(int sequence, long start) {}

    /** Returns the chunk that contains an offset; the first one that is missing if the offset is behind the stored ones. */
    public Found find(SqliteConnection sqlite, long body, long offset) throws SQLException {
        NavigableMap<Long, Integer> starts = known.computeIfAbsent(body, absent -> new TreeMap<>(Map.of(0L, 0)));
        Map.Entry<Long, Integer> nearest = starts.floorEntry(offset);
        int sequence = nearest.getValue();
        long start = nearest.getKey();
        PreparedStatement query =
                sqlite.of("SELECT seq, length(data) FROM body_chunk WHERE body = ? AND seq >= ? ORDER BY seq");
        query.setLong(1, body);
        query.setInt(2, sequence);
        try (ResultSet row = query.executeQuery()) {
            while (row.next() && row.getInt(1) == sequence && start + row.getLong(2) <= offset) {
                start += row.getLong(2);
                sequence++;
                if (sequence % STRIDE == 0) {
                    starts.put(start, sequence);
                }
            }
        }
        return new Found(sequence, start);
    }
}
