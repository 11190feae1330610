package dev.steno.fleet.ship;

import dev.steno.flow.Certificate;
import dev.steno.json.Json;
import dev.steno.sqlite.ship.ShipBatch;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements that write flows: one each for all flows of a batch, with an array for each column. A multi-row insert
 * would be planned anew for each number of rows. Stateless; within the caller's transaction.
 */
final class FlowStatements {
    /** The columns of the table {@code flow} between its key and the message. */
    private static final List<FlowColumn> COLUMNS =
            FlowColumns.ALL.stream().filter(column -> column != FlowColumns.ID).toList();

    /** Types of the numbers that are narrower than 8 bytes in the table. */
    private static final Map<String, String> NARROW = Map.of(
            "revision", "int4",
            "port", "int4",
            "status", "int4",
            "state", "int2",
            "error_step", "int2",
            "replay", "int2",
            "websocket", "int2",
            "held", "int2");

    private static final String FLOWS = "INSERT INTO steno.flow (recorder, flow, " + names(FlowColumn::name)
            + ", dict, pb, annotations) SELECT ?, * FROM unnest(?::int8[], "
            + names(column -> "?::" + type(column) + "[]")
            + ", ?::int2[], ?::bytea[], ?::text[]::jsonb[]) ON CONFLICT (recorder, flow, started) DO UPDATE SET "
            + COLUMNS.stream()
                    .filter(column -> column != FlowColumns.STARTED)
                    .map(column -> column.name() + " = excluded." + column.name())
                    .collect(Collectors.joining(", "))
            + ", dict = excluded.dict, pb = excluded.pb, annotations = excluded.annotations WHERE excluded.revision > flow.revision";

    private static final String CERTIFICATES = "INSERT INTO steno.certificate (recorder, sha256, der)"
            + " SELECT ?, * FROM unnest(?::bytea[], ?::bytea[]) ON CONFLICT (recorder, sha256) DO NOTHING";

    private static final String EDITS = "INSERT INTO steno.revision"
            + " (recorder, flow, n, started, time, author, what, dict, pb) SELECT ?, * FROM unnest(?::int8[], ?::int4[],"
            + " ?::int8[], ?::int8[], ?::text[], ?::text[], ?::int2[], ?::bytea[])"
            + " ON CONFLICT (recorder, flow, n, started) DO UPDATE SET dict = excluded.dict, pb = excluded.pb,"
            + " what = excluded.what WHERE revision.pb <> excluded.pb";

    private static final String CHANGES =
            "INSERT INTO steno.batch (recorder, batch, at, flows, started, gone)" + " VALUES (?, ?, now(), ?, ?, ?)";

    private FlowStatements() {}

    private static String names(Function<FlowColumn, String> of) {
        return COLUMNS.stream().map(of).collect(Collectors.joining(", "));
    }

    private static String type(FlowColumn column) {
        return column instanceof FlowColumn.Text ? "text" : NARROW.getOrDefault(column.name(), "int8");
    }

    /** Writes revisions that are newer than the stored ones. No flow occurs twice. */
    static void writeFlows(Connection connection, int recorder, List<ReadyFlow> flows) throws SQLException {
        if (flows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(FLOWS)) {
            int at = 1;
            insert.setInt(at++, recorder);
            set(insert, at++, "int8", flows, Long[]::new, ready -> ready.row().id());
            for (FlowColumn column : COLUMNS) {
                setColumn(insert, at++, column, flows);
            }
            set(insert, at++, "int2", flows, Short[]::new, ready ->
                    (short) ready.message().dictionary());
            set(
                    insert,
                    at++,
                    "bytea",
                    flows,
                    byte[][]::new,
                    ready -> ready.message().bytes());
            set(insert, at, "text", flows, String[]::new, ready -> annotations(ready.annotations()));
            insert.executeUpdate();
        }
    }

    private static void setColumn(PreparedStatement to, int at, FlowColumn column, List<ReadyFlow> flows)
            throws SQLException {
        String type = type(column);
        if (column instanceof FlowColumn.Text text) {
            set(to, at, type, flows, String[]::new, ready -> stored(text(text, ready.row())));
        } else if (column instanceof FlowColumn.Number number) {
            switch (type) {
                case "int2" ->
                    set(to, at, type, flows, Short[]::new, ready -> value(number, ready.row(), Long::shortValue));
                case "int4" ->
                    set(to, at, type, flows, Integer[]::new, ready -> value(number, ready.row(), Long::intValue));
                default -> set(to, at, type, flows, Long[]::new, ready -> value(number, ready.row(), value -> value));
            }
        }
    }

    private static <T> @Nullable T value(FlowColumn.Number column, FlowRow row, Function<Long, T> as) {
        long value = row.number(column);
        return column.isAbsent(value) ? null : as.apply(value);
    }

    private static @Nullable String text(FlowColumn.Text column, FlowRow row) {
        String value = row.text(column);
        return !column.traits().required() && value != null && value.equals(column.absent()) ? null : value;
    }

    /**
     * PostgreSQL's texts are UTF-8 without U+0000. U+FFFD stands for what they cannot hold, not nothing: a filter must not find
     * texts beside each other that are not. The message has the text as it is, and readers take it from there.
     */
    static @Nullable String stored(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cleaned(text);
            }
        }
        return text;
    }

    private static String cleaned(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point == 0 || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                        ? 0xfffd
                        : point)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** Returns annotations as a JSON object, of texts that PostgreSQL can store; null if there are none. */
    private static @Nullable String annotations(Map<String, String> annotations) {
        if (annotations.isEmpty()) {
            return null;
        }
        byte[] object = Json.bytes(json -> {
            json.writeStartObject();
            annotations.forEach((name, value) -> json.writeStringProperty(
                    Objects.requireNonNull(stored(name)), Objects.requireNonNull(stored(value))));
            json.writeEndObject();
        });
        return new String(object, StandardCharsets.UTF_8);
    }

    private static <F, T> void set(
            PreparedStatement to,
            int at,
            String type,
            List<F> of,
            java.util.function.IntFunction<@Nullable T[]> array,
            Function<F, @Nullable T> value)
            throws SQLException {
        @Nullable T[] values = array.apply(of.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(of.get(i));
        }
        to.setArray(at, to.getConnection().createArrayOf(type, values));
    }

    /** Writes certificates that the store lacks. */
    static void writeCertificates(Connection connection, int recorder, Set<Certificate> certificates)
            throws SQLException {
        if (certificates.isEmpty()) {
            return;
        }
        List<Certificate> all = List.copyOf(certificates);
        try (PreparedStatement insert = connection.prepareStatement(CERTIFICATES)) {
            insert.setInt(1, recorder);
            set(insert, 2, "bytea", all, byte[][]::new, Certificate::sha256);
            set(insert, 3, "bytea", all, byte[][]::new, Certificate::der);
            insert.executeUpdate();
        }
    }

    private record EditRow(ReadyFlow flow, ReadyFlow.Edit edit) {}

    /** Writes the flows before their edits. */
    static void writeEdits(Connection connection, int recorder, List<ReadyFlow> flows) throws SQLException {
        List<EditRow> rows = new ArrayList<>();
        flows.forEach(flow -> flow.edits().forEach(edit -> rows.add(new EditRow(flow, edit))));
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(EDITS)) {
            insert.setInt(1, recorder);
            set(insert, 2, "int8", rows, Long[]::new, row -> row.flow().row().id());
            set(
                    insert,
                    3,
                    "int4",
                    rows,
                    Integer[]::new,
                    row -> row.edit().edit().number());
            set(insert, 4, "int8", rows, Long[]::new, row -> row.flow().row().started());
            set(insert, 5, "int8", rows, Long[]::new, row -> row.edit().edit().time());
            set(
                    insert,
                    6,
                    "text",
                    rows,
                    String[]::new,
                    row -> stored(row.edit().edit().by()));
            set(
                    insert,
                    7,
                    "text",
                    rows,
                    String[]::new,
                    row -> stored(row.edit().edit().what()));
            set(insert, 8, "int2", rows, Short[]::new, row ->
                    (short) row.edit().message().dictionary());
            set(
                    insert,
                    9,
                    "bytea",
                    rows,
                    byte[][]::new,
                    row -> row.edit().message().bytes());
            insert.executeUpdate();
        }
    }

    /** Removes flows with all that belongs to them. */
    static void remove(Connection connection, int recorder, List<ShipBatch.Gone> gone) throws SQLException {
        if (gone.isEmpty()) {
            return;
        }
        for (String table : List.of("flow", "message", "body_chunk", "revision")) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM steno." + table
                    + " t USING unnest(?::int8[], ?::int8[]) AS g (flow, started)"
                    + " WHERE t.recorder = ? AND t.flow = g.flow AND t.started = g.started")) {
                set(delete, 1, "int8", gone, Long[]::new, ShipBatch.Gone::flow);
                set(delete, 2, "int8", gone, Long[]::new, ShipBatch.Gone::started);
                delete.setInt(3, recorder);
                delete.executeUpdate();
            }
        }
    }

    /** Tells followers of the store what a batch changed. */
    static void tellChanges(
            Connection connection, int recorder, long batch, List<ReadyFlow> flows, List<ShipBatch.Gone> gone)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(CHANGES)) {
            insert.setInt(1, recorder);
            insert.setLong(2, batch);
            set(insert, 3, "int8", flows, Long[]::new, ready -> ready.row().id());
            set(insert, 4, "int8", flows, Long[]::new, ready -> ready.row().started());
            set(insert, 5, "int8", gone, Long[]::new, ShipBatch.Gone::flow);
            insert.executeUpdate();
        }
    }
}
