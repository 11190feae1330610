package dev.steno.sqlite;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables {@code body} and {@code body_chunk}. */
final class BodyTable {
    private static final int ORIGINAL = 2;

    private BodyTable() {}

    /** Writes a piece. The first one makes the body's row, which belongs to no flow until a revision names it. */
    static void write(Statements statements, FlowEvent.BodyChunk chunk) throws SQLException {
        if (chunk.sequence() == 0) {
            statements.run(
                    "INSERT INTO body (id, size, true_size) VALUES (?, 0, 0) ON CONFLICT (id) DO NOTHING",
                    chunk.body());
        }
        // A commit that succeeded but reported failure is tried again: the piece that is there is the same one.
        PreparedStatement insert = statements.of(
                "INSERT INTO body_chunk (body, seq, data) VALUES (?, ?, ?) ON CONFLICT (body, seq) DO NOTHING");
        insert.setLong(1, chunk.body());
        insert.setInt(2, chunk.sequence());
        insert.setBytes(3, chunk.data());
        insert.executeUpdate();
    }

    /** Notes which flow names which bodies, and how. */
    static void name(Statements statements, Flow flow) throws SQLException {
        if (flow instanceof HttpFlow http) {
            HttpFlow original = http.original();
            if (original != null) {
                name(statements, original, ORIGINAL); // first: a body that both name counts as the newer one's
            }
            name(statements, http, 0);
        }
    }

    private static void name(Statements statements, HttpFlow flow, int part) throws SQLException {
        name(statements, flow.id(), part, flow.request().body());
        HttpResponse response = flow.response();
        if (response != null) {
            name(statements, flow.id(), part + 1, response.body());
        }
    }

    private static void name(Statements statements, long flow, int part, @Nullable Body body) throws SQLException {
        if (body instanceof Body.Stored stored) {
            statements.run(
                    "INSERT INTO body (id, flow, part, size, true_size, complete) VALUES (?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT (id) DO UPDATE SET flow=excluded.flow, part=excluded.part, size=excluded.size,"
                            + " true_size=excluded.true_size, complete=excluded.complete",
                    stored.id(),
                    flow,
                    part,
                    stored.size(),
                    stored.trueSize(),
                    stored.complete() ? 1 : 0);
        }
    }

    /** How many bytes of a body are in its pieces. */
    static long storedSize(Statements statements, long body) throws SQLException {
        return statements.number("SELECT sum(length(data)) FROM body_chunk WHERE body = ?", body);
    }

    static void deleteOf(Statements statements, long flow) throws SQLException {
        delete(statements, ids(statements, "SELECT id FROM body WHERE flow = ?", flow));
    }

    /** Removes what a crash left: pieces that came before the revision that would have named them. */
    static void sweep(Statements statements) throws SQLException {
        delete(statements, ids(statements, "SELECT id FROM body WHERE flow IS NULL"));
    }

    static void delete(Statements statements, List<Long> bodies) throws SQLException {
        for (long body : bodies) {
            statements.run("DELETE FROM body_chunk WHERE body = ?", body);
            statements.run("DELETE FROM body WHERE id = ?", body);
        }
    }

    private static List<Long> ids(Statements statements, String sql, long... parameters) throws SQLException {
        PreparedStatement query = statements.of(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setLong(i + 1, parameters[i]);
        }
        List<Long> ids = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }
}
