package dev.steno.fleet.read;

import dev.steno.flow.FlowNumber;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import dev.steno.store.StoredEnum;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** The columns of flows as rows. Stateless. */
final class SharedRows {
    /**
     * What stands in the columns of a text for U+0000, which PostgreSQL does not store. Filters find nothing else in its
     * place, since they ask the store for ASCII texts only.
     */
    static final char INSTEAD_OF_NUL = '\uFFFD';

    private static final List<FlowColumn> BESIDE_ID =
            FlowColumns.ALL.stream().filter(column -> column != FlowColumns.ID).toList();

    /** The columns behind {@link TimeKey#COLUMNS} that {@link #row} reads. */
    static final String MORE = BESIDE_ID.stream()
            .map(column -> ", " + PostgresDialect.INSTANCE.column(column))
            .collect(Collectors.joining());

    private static final int FIRST = 4;

    private SharedRows() {}

    /**
     * A row as it is stored.
     *
     * @param exact false if a text may have had a NUL, so that the flow must be decoded for its row
     */
    record Read(TimeKey key, FlowRow row, boolean exact) {}

    /** Reads a row of {@link TimeKey#COLUMNS} and {@link #MORE}. */
    static Read row(ResultSet from) throws SQLException {
        TimeKey key = TimeKey.read(from);
        FlowRow.Builder row = new FlowRow.Builder();
        row.set(FlowColumns.ID, key.id());
        boolean exact = true;
        int at = FIRST;
        for (FlowColumn column : BESIDE_ID) {
            if (column instanceof FlowColumn.Number number) {
                row.set(number, number(from, at, number, key));
            } else if (column instanceof FlowColumn.Text text) {
                String value = from.getString(at);
                exact &= value == null || value.indexOf(INSTEAD_OF_NUL) < 0;
                row.set(text, value == null ? text.absent() : value);
            }
            at++;
        }
        return new Read(key, row.build(), exact);
    }

    private static long number(ResultSet from, int at, FlowColumn.Number column, TimeKey key) throws SQLException {
        long value = from.getLong(at);
        if (value == 0 && from.wasNull()) {
            return column.absent();
        }
        StoredEnum<?> constants = column.constants();
        if (constants != null && constants.of(value) == null) {
            throw new DamagedRow("flow " + FlowNumber.print(key.id()) + ": its " + column.name() + " is " + value
                    + "; known values are " + constants.known());
        }
        return value;
    }
}
