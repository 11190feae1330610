package dev.steno.fleet.read;

import dev.steno.codec.CodecException;
import dev.steno.codec.FlowCodec;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.store.FlowRow;
import dev.steno.store.Place;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Flows, rows and edits by number, many with one query. Remembers when the flows of the last pages began, since a query that
 * knows it opens the tables of these days only. For the thread that has the connection.
 */
final class SharedFlows {
    private final ReadConnection store;
    private final RecorderCertificates certificates;
    private final StoredBytes bytes;
    private final RecorderNames names;
    private final KnownTimes flowTimes = new KnownTimes();
    private final KnownTimes bodyTimes = new KnownTimes();

    SharedFlows(ReadConnection store, StoredBytes bytes, RecorderNames names) {
        this.store = store;
        this.certificates = new RecorderCertificates(store);
        this.bytes = bytes;
        this.names = names;
    }

    /** Remembers when a flow began. */
    TimeKey seen(TimeKey key) {
        flowTimes.put(key.id(), key.started());
        return key;
    }

    /** Returns flows by number; those that do not exist are left out. */
    Map<Long, Flow> flows(Collection<Long> ids) throws SQLException {
        return byNumber(ids, ", dict, pb" + ViewerNotes.COLUMNS, this::flow);
    }

    /** Returns rows by number; those that do not exist are left out. */
    Map<Long, FlowRow> rows(Collection<Long> ids) throws SQLException {
        Map<Long, FlowRow> rows = new HashMap<>();
        for (FlowRow row : exact(
                List.copyOf(byNumber(ids, SharedRows.MORE, SharedRows::row).values()))) {
            rows.put(row.id(), row);
        }
        return rows;
    }

    /** Returns the rows as their flows have them, with who recorded them, in the same order. */
    List<FlowRow> exact(List<SharedRows.Read> read) throws SQLException {
        Set<Long> odd = read.stream()
                .filter(each -> !each.exact())
                .map(each -> each.key().id())
                .collect(Collectors.toSet());
        Map<Long, Flow> decoded = odd.isEmpty() ? Map.of() : flows(odd);
        List<FlowRow> rows = new ArrayList<>(read.size());
        for (SharedRows.Read each : read) {
            Flow flow = decoded.get(each.key().id());
            rows.add(flow == null ? each.row().recordedBy(names.of(each.key().recorder())) : FlowRow.of(flow));
        }
        return rows;
    }

    /** Returns when a flow began, as the span of a query; all of time if that is not known. */
    TimeSpan timeOfFlow(long flow) {
        return flowTimes.span(flow);
    }

    /** Returns when the flow of a body began; as {@link #timeOfFlow}. */
    TimeSpan timeOfBody(long body) {
        return bodyTimes.span(body);
    }

    /** Decodes the current row of {@link TimeKey#COLUMNS}, {@code dict}, {@code pb} and {@link ViewerNotes#COLUMNS}. */
    Flow flow(ResultSet row) throws SQLException {
        TimeKey key = TimeKey.read(row);
        String what = "flow " + FlowNumber.print(key.id());
        Flow flow = decode(key.recorder(), row.getInt(4), row.getBytes(5), what);
        if (flow.id() != key.id()) {
            throw new DamagedRow(what + " has the encoded form of flow " + FlowNumber.print(flow.id()));
        }
        rememberBodies(flow);
        return ViewerNotes.addTo(flow, row, 6);
    }

    private void rememberBodies(Flow flow) {
        for (Flow each = flow; each instanceof HttpFlow http; each = http.original()) {
            HttpResponse response = http.response();
            rememberBody(http.request().body(), flow.started());
            rememberBody(response == null ? Body.NONE : response.body(), flow.started());
        }
    }

    private void rememberBody(Body body, long time) {
        if (body instanceof Body.Stored stored) {
            bodyTimes.put(stored.id(), time);
        }
    }

    private Flow decode(int recorder, int dictionary, byte[] packed, String what) throws SQLException {
        byte[] encoded = bytes.restore(dictionary, packed, what);
        try {
            return new SharedNumbers(recorder, names.of(recorder))
                    .of(FlowCodec.decode(encoded, certificates.of(recorder)));
        } catch (FailedLookup e) {
            throw e.failure();
        } catch (CodecException e) {
            throw new DamagedRow(what + ": " + e.getMessage());
        }
    }

    /** Runs a query by the keys of flows; returns what it reads, by number. */
    <T> Map<Long, T> byNumber(Collection<Long> ids, String more, TimePages.Columns<T> columns) throws SQLException {
        Map<Long, T> found = new HashMap<>(2 * ids.size());
        List<Long> unknown = new ArrayList<>();
        List<TimeKey> known = new ArrayList<>();
        for (long id : ids) {
            Long began = flowTimes.get(id);
            if (began == null) {
                unknown.add(id);
            } else {
                known.add(new TimeKey(began, FlowNumber.recorder(id), FlowNumber.local(id)));
            }
        }
        if (!known.isEmpty()) {
            read(known, true, more, columns, found);
        }
        if (!unknown.isEmpty()) {
            List<TimeKey> keys = unknown.stream()
                    .map(id -> new TimeKey(0, FlowNumber.recorder(id), FlowNumber.local(id)))
                    .toList();
            read(keys, false, more, columns, found);
        }
        return found;
    }

    /** As {@link #byNumber}, for flows of which the time is known. */
    <T> Map<Long, T> byPlace(Collection<Place> places, String more, TimePages.Columns<T> columns) throws SQLException {
        Map<Long, T> found = new HashMap<>(2 * places.size());
        if (!places.isEmpty()) {
            read(places.stream().map(place -> TimeKey.after(place, false)).toList(), true, more, columns, found);
        }
        return found;
    }

    /**
     * The subquery is run for each key: by the primary key of the tables of one day if the time is known, else by that of
     * each table.
     */
    private <T> void read(
            List<TimeKey> keys, boolean timed, String more, TimePages.Columns<T> columns, Map<Long, T> found)
            throws SQLException {
        PreparedStatement query = store.of("SELECT f.* FROM (SELECT unnest(?::int[]) AS r,"
                + " unnest(?::bigint[]) AS n, unnest(?::bigint[]) AS t) AS k, LATERAL (SELECT " + TimeKey.COLUMNS + more
                + " FROM steno.flow WHERE recorder = k.r AND flow = k.n" + (timed ? " AND started = k.t" : "")
                + store.fence() + ") AS f");
        query.setString(1, array(keys, TimeKey::recorder));
        query.setString(2, array(keys, TimeKey::flow));
        query.setString(3, array(keys, TimeKey::started));
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.put(seen(TimeKey.read(row)).id(), columns.read(row));
            }
        }
    }

    private static String array(List<TimeKey> keys, Function<TimeKey, Number> part) {
        return keys.stream().map(key -> part.apply(key).toString()).collect(Collectors.joining(",", "{", "}"));
    }

    /** Returns the edits of a flow, the first one first. */
    List<FlowEdit> edits(long flow) throws SQLException {
        PreparedStatement query =
                store.of("SELECT n, time, author, what FROM steno.revision WHERE recorder = ? AND flow = ? ORDER BY n");
        query.setInt(1, FlowNumber.recorder(flow));
        query.setLong(2, FlowNumber.local(flow));
        List<FlowEdit> edits = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                edits.add(new FlowEdit(row.getInt(1), row.getLong(2), row.getString(3), row.getString(4)));
            }
        }
        return edits;
    }

    /** Returns a flow as it was before an edit; null if there is no such edit. */
    @Nullable
    HttpFlow beforeEdit(long flow, int number) throws SQLException {
        PreparedStatement query =
                store.of("SELECT dict, pb FROM steno.revision WHERE recorder = ? AND flow = ? AND n = ?");
        query.setInt(1, FlowNumber.recorder(flow));
        query.setLong(2, FlowNumber.local(flow));
        query.setInt(3, number);
        String what = "edit " + number + " of flow " + FlowNumber.print(flow);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            if (decode(FlowNumber.recorder(flow), row.getInt(1), row.getBytes(2), what) instanceof HttpFlow http) {
                rememberBodies(http);
                return http;
            }
        }
        throw new DamagedRow(what + " has the encoded form of a raw stream");
    }
}
