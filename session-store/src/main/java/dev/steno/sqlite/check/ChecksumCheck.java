package dev.steno.sqlite.check;

import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.BodyTable;
import dev.steno.sqlite.table.Checksum;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.store.Problem.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds chunks of bodies and messages of streams that differ from their checksums. A repair keeps the altered bytes and
 * gives them a new checksum; the flow's annotation records that they were altered. Within the caller's transaction.
 */
final class ChecksumCheck {
    private final SqliteConnection sqlite;
    private final Findings findings;
    private final boolean mend;
    private final List<String> found = new ArrayList<>();

    ChecksumCheck(SqliteConnection sqlite, Findings findings, boolean mend) {
        this.sqlite = sqlite;
        this.findings = findings;
        this.mend = mend;
    }

    /** Returns the texts of the findings since the last call, for the flow's annotation. */
    List<String> takeFindings() {
        List<String> taken = List.copyOf(found);
        found.clear();
        return taken;
    }

    /** Checks a flow's encoded form. */
    void message(StoredFlow stored) {
        if (!stored.intact()) {
            addAltered(stored.id(), "its encoded form was altered since it was recorded: its checksum differs");
        }
    }

    /** Checks the chunks of a body. Returns the number of its bytes before the first missing chunk. */
    long body(long flow, long body) throws SQLException {
        List<Integer> altered = new ArrayList<>();
        long size = 0;
        boolean whole = true;
        PreparedStatement query =
                sqlite.of("SELECT " + BodyTable.PIECE + ", seq FROM body_chunk WHERE body = ? ORDER BY seq");
        query.setLong(1, body);
        try (ResultSet row = query.executeQuery()) {
            for (int expected = 0; row.next(); expected++) {
                int sequence = row.getInt(3);
                byte[] data = MessageTable.data(row, 1);
                whole &= sequence == expected;
                size += whole ? data.length : 0;
                if (!Checksum.matches(row, 2, Checksum.ofPiece(body, sequence, data))) {
                    altered.add(sequence);
                }
            }
        }
        for (int sequence : altered) {
            addAltered(flow, "chunk " + sequence + " of body " + body + " was altered since it was recorded");
            if (mend) {
                BodyTable.seal(sqlite, body, sequence);
            }
        }
        return size;
    }

    /** Checks the messages of a raw stream or a WebSocket. */
    void stream(long flow) throws SQLException {
        List<Long> altered = new ArrayList<>();
        PreparedStatement query =
                sqlite.of("SELECT " + MessageTable.COLUMNS + " FROM message WHERE flow = ? ORDER BY seq");
        query.setLong(1, flow);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                try {
                    MessageTable.message(row);
                } catch (BadRowException e) {
                    altered.add(row.getLong(2));
                }
            }
        }
        for (long sequence : altered) {
            addAltered(flow, "message " + sequence + " of it was altered since it was recorded");
            if (mend) {
                MessageTable.seal(sqlite, flow, sequence);
            }
        }
    }

    private void addAltered(long flow, String text) {
        findings.addProblem(Kind.ALTERED, flow, text);
        found.add(text);
    }
}
