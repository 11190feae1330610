package dev.steno.sqlite.table;

import dev.steno.codec.CodecException;
import dev.steno.codec.FlowCodec;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Peer;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.UncheckedSqlException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the highest connection number, which is not a column but part of the flows' encoded forms. Decodes the newest
 * {@value #NEWEST} flows. If one of them exceeds the session's counter, the counter is wrong, and all flows are
 * decoded.
 */
final class ConnectionNumbers {
    private static final int NEWEST = 200;

    private final SqliteConnection sqlite;
    private final CertificateStandIns certificates;

    ConnectionNumbers(SqliteConnection sqlite) {
        this.sqlite = sqlite;
        this.certificates = new CertificateStandIns(sqlite);
    }

    /** @param counted the session's counter */
    long highest(long counted) throws SQLException {
        long newest = of("SELECT pb FROM flow_pb ORDER BY id DESC LIMIT " + NEWEST);
        return newest > counted || counted <= 0 ? Math.max(newest, of("SELECT pb FROM flow_pb")) : counted;
    }

    private long of(String query) throws SQLException {
        long highest = 0;
        try (PreparedStatement flows = sqlite.prepare(query);
                ResultSet row = flows.executeQuery()) {
            while (row.next()) {
                highest = Math.max(highest, of(MessageTable.data(row, 1)));
            }
        }
        return highest;
    }

    private long of(byte[] pb) throws SQLException {
        try {
            long highest = 0;
            Flow flow = FlowCodec.decode(pb, certificates);
            for (Flow at = flow; at != null; at = at instanceof HttpFlow http ? http.original() : null) {
                highest = Math.max(highest, Math.max(of(at.client()), of(at.server())));
            }
            return highest;
        } catch (CodecException e) {
            return 0; // an unreadable flow exposes no number that could be assigned twice
        } catch (UncheckedSqlException e) {
            throw e.failure();
        } finally {
            certificates.takeMissing();
        }
    }

    private static long of(@Nullable Peer peer) {
        long highest = 0;
        for (Peer at = peer; at != null; at = at.via()) {
            highest = Math.max(highest, at.connection());
        }
        return highest;
    }
}
