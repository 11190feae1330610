package dev.steno.fleet.read;

import com.github.luben.zstd.Zstd;
import dev.steno.fleet.pack.Packed;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.PieceTimes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chunks of bodies that are stored beside their flows. For the thread that has the connection. */
final class SharedChunks {
    private static final String OF_BODY =
            " FROM steno.body_chunk WHERE recorder = ? AND body = ? AND started BETWEEN ? AND ?";

    /** Bytes of a chunk that tell its size if it is compressed (the frame header, RFC 8878, 3.1.1.1). */
    private static final int FRAME_HEADER = 18;

    private static final String SIZE = "dict, octet_length(data), substr(data, 1, " + FRAME_HEADER + ")";

    /** Bodies whose last offset is remembered, so that readers who move on by offsets do not count from the beginning. */
    private static final int BODIES = 16;

    private final ReadConnection store;
    private final StoredBytes bytes;
    private final Map<Long, Found> last = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Found> eldest) {
            return size() > BODIES;
        }
    };

    /** A chunk by its number, and the offset of its first byte in the body. */
    record Found(int sequence, long start) {}

    SharedChunks(ReadConnection store, StoredBytes bytes) {
        this.store = store;
        this.bytes = bytes;
    }

    /** Returns a chunk; null if it is not stored. */
    byte @Nullable [] read(long body, TimeSpan time, int sequence) throws SQLException {
        PreparedStatement query = store.of("SELECT dict, data" + OF_BODY + " AND seq = ?");
        bind(query, body, time, sequence);
        try (ResultSet row = query.executeQuery()) {
            return row.next()
                    ? bytes.restore(row.getInt(1), row.getBytes(2), "a chunk of body " + FlowNumber.print(body))
                    : null;
        }
    }

    /** Returns the chunk that contains an offset; the first one that is missing if the offset is behind the stored ones. */
    Found find(long body, TimeSpan time, long offset) throws SQLException {
        Found from = last.getOrDefault(body, new Found(0, 0));
        if (from.start() > offset) {
            from = new Found(0, 0);
        }
        PreparedStatement query = store.of("SELECT seq, " + SIZE + OF_BODY + " AND seq >= ? ORDER BY seq");
        bind(query, body, time, from.sequence());
        int sequence = from.sequence();
        long start = from.start();
        try (ResultSet row = query.executeQuery()) {
            while (row.next() && row.getInt(1) == sequence) {
                long size = size(row, 2, body);
                if (start + size > offset) {
                    break;
                }
                start += size;
                sequence++;
            }
        }
        Found found = new Found(sequence, start);
        last.put(body, found);
        return found;
    }

    /** Returns the pieces in which a chunk arrived: a single one if no times were noted, none if there is no such chunk. */
    List<PieceTimes.Piece> pieces(long body, TimeSpan time, int sequence) throws SQLException {
        PreparedStatement query = store.of("SELECT pieces, " + SIZE + OF_BODY + " AND seq = ?");
        bind(query, body, time, sequence);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return List.of();
            }
            byte[] encoded = row.getBytes(1);
            List<PieceTimes.Piece> pieces =
                    encoded == null ? List.of() : PieceTimes.decode(encoded).pieces();
            int length = (int) size(row, 2, body);
            boolean fits = pieces.stream().mapToLong(PieceTimes.Piece::length).sum() == length;
            return fits ? pieces : List.of(new PieceTimes.Piece(length, 0));
        }
    }

    /** Returns the size of a chunk from the columns of {@link #SIZE}, the first of which is at an index. */
    private static long size(ResultSet row, int at, long body) throws SQLException {
        if (row.getInt(at) == Packed.PLAIN) {
            return row.getLong(at + 1);
        }
        long size = Zstd.getFrameContentSize(row.getBytes(at + 2));
        if (size < 0) {
            throw new DamagedRow("a chunk of body " + FlowNumber.print(body) + " does not tell its size");
        }
        return size;
    }

    private static void bind(PreparedStatement query, long body, TimeSpan time, int sequence) throws SQLException {
        query.setInt(1, FlowNumber.recorder(body));
        query.setLong(2, FlowNumber.local(body));
        query.setLong(3, time.first());
        query.setLong(4, time.last());
        query.setInt(5, sequence);
    }
}
