package dev.steno.sqlite.table;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.file.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables {@code body} and {@code body_chunk}. */
public final class BodyTable {
    private static final int ORIGINAL = 2;

    private BodyTable() {}

    /** Writes a piece. The first one makes the body's row, which belongs to no flow until a revision names it. */
    public static void write(Statements statements, FlowEvent.BodyChunk chunk) throws SQLException {
        if (chunk.sequence() == 0) {
            statements.run(
                    "INSERT INTO body (id, size, true_size) VALUES (?, 0, 0) ON CONFLICT (id) DO NOTHING",
                    chunk.body());
        }
        // A commit that succeeded but reported failure is tried again: the piece that is there is the same one.
        piece(statements, chunk.body(), chunk.sequence(), chunk.data());
    }

    /** Writes a piece, unless it is there. */
    public static void piece(Statements statements, long body, int sequence, byte[] data) throws SQLException {
        PreparedStatement insert = statements.of("INSERT INTO body_chunk (body, seq, data, checksum)"
                + " VALUES (?, ?, ?, ?) ON CONFLICT (body, seq) DO NOTHING");
        insert.setLong(1, body);
        insert.setInt(2, sequence);
        insert.setBytes(3, data);
        insert.setLong(4, Checksum.ofPiece(body, sequence, data));
        insert.executeUpdate();
    }

    /** What {@link #piece(ResultSet, long, int)} reads. */
    public static final String PIECE = "data, checksum";

    /**
     * The piece at which a result of {@link #PIECE} stands.
     *
     * @throws BadRowException where it is not the one that was written
     */
    public static byte[] piece(ResultSet row, long body, int sequence) throws SQLException {
        byte[] data = MessageTable.data(row, 1);
        if (!Checksum.matches(row, 2, Checksum.ofPiece(body, sequence, data))) {
            throw new BadRowException("piece " + sequence + " of body " + body
                    + " was altered since it was recorded: its checksum differs");
        }
        return data;
    }

    /** Gives a piece the checksum of what is there. */
    public static void seal(Statements statements, long body, int sequence) throws SQLException {
        PreparedStatement query = statements.of("SELECT data FROM body_chunk WHERE body = ? AND seq = ?");
        query.setLong(1, body);
        query.setInt(2, sequence);
        byte[] data;
        try (ResultSet row = query.executeQuery()) {
            data = row.next() ? MessageTable.data(row, 1) : new byte[0];
        }
        statements.run(
                "UPDATE body_chunk SET checksum = ? WHERE body = ? AND seq = ?",
                Checksum.ofPiece(body, sequence, data),
                body,
                sequence);
    }

    /** A body as a flow names it: its number and whose it is. */
    public record Named(Body.Stored body, int part) {}

    /** Notes which flow names which bodies, and how. */
    public static void name(Statements statements, Flow flow) throws SQLException {
        for (Named named : named(flow)) {
            Body.Stored body = named.body();
            statements.run(
                    "INSERT INTO body (id, flow, part, size, true_size, complete) VALUES (?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT (id) DO UPDATE SET flow=excluded.flow, part=excluded.part, size=excluded.size,"
                            + " true_size=excluded.true_size, complete=excluded.complete",
                    body.id(),
                    flow.id(),
                    named.part(),
                    body.size(),
                    body.trueSize(),
                    body.complete() ? 1 : 0);
        }
    }

    /** The bodies that a flow names, each once: one that its original names too counts as the newer message's. */
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
        if (body instanceof Body.Stored stored && stored.id() != 0) { // 0: nothing of it was kept
            found.put(stored.id(), new Named(stored, part));
        }
    }

    /** Removes what a flow kept of bodies that its newest revision says nothing is kept of. */
    public static void drop(Statements statements, Flow flow) throws SQLException {
        if (!(flow instanceof HttpFlow http) || !isEmptied(http)) {
            return;
        }
        Set<Long> named = new HashSet<>();
        named(flow).forEach(each -> named.add(each.body().id()));
        List<Long> kept = of(statements, flow.id());
        delete(statements, kept.stream().filter(body -> !named.contains(body)).toList());
    }

    private static boolean isEmptied(HttpFlow flow) {
        HttpResponse response = flow.response();
        HttpFlow original = flow.original();
        return isEmptied(flow.request().body())
                || response != null && isEmptied(response.body())
                || original != null && isEmptied(original);
    }

    private static boolean isEmptied(Body body) {
        return body instanceof Body.Stored stored && stored.id() == 0;
    }

    /** How many bytes of a body are in its pieces. */
    public static long storedSize(Statements statements, long body) throws SQLException {
        return statements.number("SELECT sum(length(data)) FROM body_chunk WHERE body = ?", body);
    }

    /** How many bytes of a body can be read from its start on: up to the first piece that is missing. */
    public static long readableSize(Statements statements, long body) throws SQLException {
        PreparedStatement query = statements.of("SELECT seq, length(data) FROM body_chunk WHERE body = ? ORDER BY seq");
        query.setLong(1, body);
        long size = 0;
        try (ResultSet row = query.executeQuery()) {
            for (int expected = 0; row.next() && row.getInt(1) == expected; expected++) {
                size += row.getLong(2);
            }
        }
        return size;
    }

    /** The bodies whose rows say that they belong to a flow. */
    static List<Long> of(Statements statements, long flow) throws SQLException {
        return statements.numbers("SELECT id FROM body WHERE flow = ?", flow);
    }

    public static void deleteOf(Statements statements, long flow) throws SQLException {
        delete(statements, of(statements, flow));
    }

    /** Removes what a crash left: pieces that came before the revision that would have named them. */
    public static void sweep(Statements statements) throws SQLException {
        delete(statements, statements.numbers("SELECT id FROM body WHERE flow IS NULL"));
    }

    public static void delete(Statements statements, List<Long> bodies) throws SQLException {
        for (long body : bodies) {
            statements.run("DELETE FROM body_chunk WHERE body = ?", body);
            statements.run("DELETE FROM body WHERE id = ?", body);
        }
    }
}
