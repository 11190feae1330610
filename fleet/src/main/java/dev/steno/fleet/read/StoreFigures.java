package dev.steno.fleet.read;

import dev.steno.fleet.server.StoreDistribution;
import dev.steno.fleet.server.TableSizes;
import dev.steno.flow.FlowState;
import dev.steno.flow.Times;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionInfo;
import dev.steno.store.SessionSummary;
import dev.steno.store.SessionSummary.Count;
import dev.steno.store.StoredEnum;
import dev.steno.store.Usage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Figures of a whole store. Stateless; for the thread that has the connection. */
final class StoreFigures {
    private static final int HOSTS = 10;
    private static final int ERRORS = 5;
    private static final int FLOWS = 3;

    private StoreFigures() {}

    /** Counts flows; reads every row. */
    static SessionInfo info(ReadConnection store) throws SQLException {
        long flows = 0;
        long first = Times.UNSET;
        long last = Times.UNSET;
        long bytes = 0;
        Map<String, Long> byKind = new TreeMap<>();
        Map<String, Long> byState = new TreeMap<>();
        try (ResultSet row = store.of("SELECT kind, state, count(*), min(nullif(started, " + Times.UNSET
                        + ")), max(started), least(sum(request_size::numeric + response_size), " + Long.MAX_VALUE
                        + ")::bigint FROM steno.flow GROUP BY kind, state")
                .executeQuery()) {
            while (row.next()) {
                long count = row.getLong(3);
                flows += count;
                byKind.merge(row.getString(1), count, Long::sum);
                FlowState state = StoredEnum.STATE.of(row.getInt(2));
                if (state == null) {
                    throw new DamagedRow("the state of " + count + " flows is " + row.getInt(2) + "; known values are "
                            + StoredEnum.STATE.known());
                }
                byState.merge(state.label(), count, Long::sum);
                long earliest = row.getLong(4);
                if (!row.wasNull()) {
                    first = Times.isSet(first) ? Math.min(first, earliest) : earliest;
                }
                last = Math.max(last, row.getLong(5)); // UNSET is smaller than any time
                long more = row.getLong(6);
                bytes = bytes > Long.MAX_VALUE - more ? Long.MAX_VALUE : bytes + more;
            }
        }
        return new SessionInfo(
                store.url().name(),
                usage(store).bytes(),
                created(store),
                text(store, "SELECT 'steno ' || version FROM steno.recorder ORDER BY created LIMIT 1"),
                flows,
                byKind,
                byState,
                first,
                last,
                bytes,
                number(store, "SELECT coalesce(sum(cardinality(gone)), 0)::bigint FROM steno.batch"),
                number(store, "SELECT coalesce(sum(octet_length(data)), 0)::bigint FROM steno.body_chunk"),
                recorders(store),
                null);
    }

    /** Returns the space in use, and an estimate of the number of flows, without reading them. */
    static Usage usage(ReadConnection store) throws SQLException {
        boolean cluster = number(store, StoreDistribution.IS_CLUSTER) > 0;
        return new Usage(
                number(store, TableSizes.flows(cluster)),
                number(store, "SELECT coalesce(sum(bytes), 0)::bigint FROM " + TableSizes.query(cluster) + " AS t"));
    }

    private static long created(ReadConnection store) throws SQLException {
        long microseconds = number(
                store, "SELECT coalesce(extract(epoch FROM min(created)) * 1000000, 0)::bigint FROM steno.recorder");
        return microseconds == 0 ? Times.UNSET : microseconds * 1000;
    }

    /** Returns the recorders from which anything came in the last minute. */
    static List<String> recorders(ReadConnection store) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet row = store.of("SELECT r.name || ' on ' || r.host FROM steno.progress p JOIN steno.recorder r"
                        + " USING (recorder) WHERE p.at > now() - interval '1 minute' ORDER BY recorder")
                .executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    private static String text(ReadConnection store, String sql) throws SQLException {
        try (ResultSet row = store.of(sql).executeQuery()) {
            String found = row.next() ? row.getString(1) : null;
            return found == null ? "" : found;
        }
    }

    /** Returns the first column of the first row; 0 if there is no row. */
    static long number(ReadConnection store, String sql) throws SQLException {
        try (ResultSet row = store.of(sql).executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    static SessionSummary summary(ReadConnection store, SharedFlows flows) throws SQLException {
        List<Count> hosts = counts(store, "host", "host <> ''", HOSTS);
        List<Count> errors = counts(store, "error", "error IS NOT NULL", ERRORS);
        return new SessionSummary(
                hosts,
                number(store, "SELECT count(DISTINCT host) FROM steno.flow WHERE host <> ''") - hosts.size(),
                read(
                        store,
                        "SELECT (status / 100) || 'xx', count(*) FROM steno.flow WHERE status BETWEEN 100 AND 599"
                                + " GROUP BY 1 ORDER BY 1"),
                errors,
                number(store, "SELECT count(DISTINCT error) FROM steno.flow") - errors.size(),
                largest(store, flows, "duration"),
                largest(store, flows, "response_size"));
    }

    private static List<Count> counts(ReadConnection store, String column, String which, int most) throws SQLException {
        return read(
                store,
                "SELECT " + column + ", count(*) FROM steno.flow WHERE " + which
                        + " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT " + most);
    }

    private static List<Count> read(ReadConnection store, String sql) throws SQLException {
        List<Count> counts = new ArrayList<>();
        try (ResultSet row = store.of(sql).executeQuery()) {
            while (row.next()) {
                counts.add(new Count(row.getString(1), row.getLong(2)));
            }
        }
        return List.copyOf(counts);
    }

    private static List<FlowRow> largest(ReadConnection store, SharedFlows flows, String column) throws SQLException {
        List<SharedRows.Read> rows = new ArrayList<>();
        PreparedStatement query = store.of("SELECT " + TimeKey.COLUMNS + SharedRows.MORE + " FROM steno.flow WHERE "
                + column + " > 0 ORDER BY " + column + " DESC, recorder, flow LIMIT " + FLOWS);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.add(SharedRows.row(row));
            }
        }
        return List.copyOf(flows.exact(rows));
    }
}
