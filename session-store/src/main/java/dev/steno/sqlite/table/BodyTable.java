package dev.steno.sqlite.table;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.PieceTimes;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.file.SqliteConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables {@code body} and {@code body_chunk}. Stateless. */
public final class BodyTable {
    private static final int ORIGINAL = 2;
    private static final int EARLIER = 4;

    private BodyTable() {}

    /**
     * Writes a chunk. The first chunk creates the body's row, which belongs to no flow until a revision refers to it.
     */
    public static void write(SqliteConnection sqlite, FlowEvent.BodyChunk chunk) throws SQLException {
        if (chunk.sequence() == 0) {
            sqlite.run(
                    "INSERT INTO body (id, size, true_size) VALUES (?, 0, 0) ON CONFLICT (id) DO NOTHING",
                    chunk.body());
        }
        // A commit that succeeded but reported a failure is retried; then the chunk exists already.
        PieceTimes pieces = chunk.pieces();
        piece(sqlite, chunk.body(), chunk.sequence(), chunk.data(), pieces == null ? null : pieces.encoded());
    }

    /**
     * Writes a chunk, unless it exists.
     *
     * @param pieces as in {@link PieceTimes#encoded}; null if no times were noted
     */
    public static void piece(SqliteConnection sqlite, long body, int sequence, byte[] data, byte @Nullable [] pieces)
            throws SQLException {
        PreparedStatement insert = sqlite.of("INSERT INTO body_chunk (body, seq, data, checksum, pieces)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (body, seq) DO NOTHING");
        insert.setLong(1, body);
        insert.setInt(2, sequence);
        insert.setBytes(3, data);
        insert.setLong(4, Checksum.ofPiece(body, sequence, data));
        insert.setBytes(5, pieces);
        insert.executeUpdate();
    }

    /** The columns that {@link #piece(ResultSet, long, int)} reads. */
    public static final String PIECE = "data, checksum";

    /**
     * Reads a chunk from the current row of a query for {@link #PIECE}.
     *
     * @throws BadRowException if its checksum differs
     */
    public static byte[] piece(ResultSet row, long body, int sequence) throws SQLException {
        byte[] data = MessageTable.data(row, 1);
        if (!Checksum.matches(row, 2, Checksum.ofPiece(body, sequence, data))) {
            throw new BadRowException("chunk " + sequence + " of body " + body
                    + " was altered since it was recorded: its checksum differs");
        }
        return data;
    }

    /** Returns a chunk; null if there is none. */
    public static byte @Nullable [] chunk(SqliteConnection sqlite, long body, int sequence) throws SQLException {
        PreparedStatement query = sqlite.of("SELECT " + PIECE + " FROM body_chunk WHERE body = ? AND seq = ?");
        query.setLong(1, body);
        query.setInt(2, sequence);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? MessageTable.sized(piece(row, body, sequence), "a chunk of body " + body) : null;
        }
    }

    /** Returns the pieces in which a chunk arrived: a single one if no times were noted, none if there is no such chunk. */
    public static List<PieceTimes.Piece> pieces(SqliteConnection sqlite, long body, int sequence) throws SQLException {
        PreparedStatement query = sqlite.of("SELECT length(data), pieces FROM body_chunk WHERE body = ? AND seq = ?");
        query.setLong(1, body);
        query.setInt(2, sequence);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return List.of();
            }
            byte[] encoded = row.getBytes(2);
            List<PieceTimes.Piece> pieces =
                    encoded == null ? List.of() : PieceTimes.decode(encoded).pieces();
            int length = row.getInt(1);
            boolean fits = pieces.stream().mapToLong(PieceTimes.Piece::length).sum() == length;
            return fits ? pieces : List.of(new PieceTimes.Piece(length, 0));
        }
    }

    /** Recomputes the checksum of a chunk from its bytes. */
    public static void seal(SqliteConnection sqlite, long body, int sequence) throws SQLException {
        PreparedStatement query = sqlite.of("SELECT data FROM body_chunk WHERE body = ? AND seq = ?");
        query.setLong(1, body);
        query.setInt(2, sequence);
        byte[] data;
        try (ResultSet row = query.executeQuery()) {
            data = row.next() ? MessageTable.data(row, 1) : new byte[0];
        }
        sqlite.run(
                "UPDATE body_chunk SET checksum = ? WHERE body = ? AND seq = ?",
                Checksum.ofPiece(body, sequence, data),
                body,
                sequence);
    }

    /**
     * A body to which a flow refers.
     *
     * @param part 0 for the request, 1 for the response, 2 and 3 for those of the original, 4 and 5 for those before an
     *     edit
     */
    public record Named(Body.Stored body, int part) {}

    /** Writes the rows of a flow's bodies: the owner, the part and the sizes. */
    public static void name(SqliteConnection sqlite, Flow flow) throws SQLException {
        name(sqlite, flow.id(), named(flow));
    }

    private static void name(SqliteConnection sqlite, long flow, Collection<Named> bodies) throws SQLException {
        for (Named named : bodies) {
            Body.Stored body = named.body();
            sqlite.run(
                    "INSERT INTO body (id, flow, part, size, true_size, complete) VALUES (?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT (id) DO UPDATE SET flow=excluded.flow, part=excluded.part, size=excluded.size,"
                            + " true_size=excluded.true_size, complete=excluded.complete",
                    body.id(),
                    flow,
                    named.part(),
                    body.size(),
                    body.trueSize(),
                    body.complete() ? 1 : 0);
        }
    }

    /** Writes the rows of the bodies of a flow before an edit. Call before those of the newest revision are written. */
    public static void nameEarlier(SqliteConnection sqlite, HttpFlow before) throws SQLException {
        name(sqlite, before.id(), namedEarlier(before));
    }

    /** Returns the bodies to which a flow before an edit refers, without duplicates. */
    public static Collection<Named> namedEarlier(HttpFlow before) {
        Map<Long, Named> found = new LinkedHashMap<>(4);
        find(before, EARLIER, found);
        return found.values();
    }

    /**
     * Returns the bodies to which a flow refers, without duplicates. A body shared with the original counts as the
     * newer message's.
     */
    public static Collection<Named> named(Flow flow) {
        if (!(flow instanceof HttpFlow http)) {
            return List.of();
        }
        Map<Long, Named> found = new LinkedHashMap<>(4);
        HttpFlow original = http.original();
        if (original != null) {
            find(original, ORIGINAL, found);
        }
        find(http, 0, found);
        return found.values();
    }

    private static void find(HttpFlow flow, int part, Map<Long, Named> found) {
        find(flow.request().body(), part, found);
        HttpResponse response = flow.response();
        if (response != null) {
            find(response.body(), part + 1, found);
        }
    }

    private static void find(Body body, int part, Map<Long, Named> found) {
        if (body instanceof Body.Stored stored && stored.id() != 0) { // 0: no part of it was stored
            found.put(stored.id(), new Named(stored, part));
        }
    }

    /** Removes the bodies that belong to a flow, but for those to which this revision refers. */
    public static void drop(SqliteConnection sqlite, Flow flow) throws SQLException {
        Set<Long> named = new HashSet<>();
        named(flow).forEach(each -> named.add(each.body().id()));
        List<Long> kept = of(sqlite, flow.id());
        delete(sqlite, kept.stream().filter(body -> !named.contains(body)).toList());
    }

    /** Returns the number of bytes in a body's chunks. */
    public static long storedSize(SqliteConnection sqlite, long body) throws SQLException {
        return sqlite.number("SELECT sum(length(data)) FROM body_chunk WHERE body = ?", body);
    }

    /** Returns the number of a body's bytes before the first missing chunk. */
    public static long readableSize(SqliteConnection sqlite, long body) throws SQLException {
        PreparedStatement query = sqlite.of("SELECT seq, length(data) FROM body_chunk WHERE body = ? ORDER BY seq");
        query.setLong(1, body);
        long size = 0;
        try (ResultSet row = query.executeQuery()) {
            for (int expected = 0; row.next() && row.getInt(1) == expected; expected++) {
                size += row.getLong(2);
            }
        }
        return size;
    }

    /** Returns the bodies whose rows belong to a flow. */
    static List<Long> of(SqliteConnection sqlite, long flow) throws SQLException {
        return sqlite.numbers("SELECT id FROM body WHERE flow = ?", flow);
    }

    public static void deleteOf(SqliteConnection sqlite, long flow) throws SQLException {
        delete(sqlite, of(sqlite, flow));
    }

    /**
     * Removes bodies to which no flow refers. A crash leaves them, since chunks are written before the revision that
     * refers to them.
     */
    public static void sweep(SqliteConnection sqlite) throws SQLException {
        delete(sqlite, sqlite.numbers("SELECT id FROM body WHERE flow IS NULL"));
    }

    public static void delete(SqliteConnection sqlite, List<Long> bodies) throws SQLException {
        for (long body : bodies) {
            sqlite.run("DELETE FROM body_chunk WHERE body = ?", body);
            sqlite.run("DELETE FROM body WHERE id = ?", body);
        }
    }
}
