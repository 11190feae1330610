package dev.steno.sqlite.query;

import dev.steno.filter.Order;
import dev.steno.flow.Times;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.Place;
import dev.steno.store.SortColumn;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the values that an order compares from the table {@code flow}. Stateless. */
public final class OrderQuery {
    private OrderQuery() {}

    /**
     * Passes on a page of values in the order of the flow numbers. Returns the place of the last flow; {@code after}
     * if the page is empty.
     */
    public static Place read(SqliteConnection sqlite, Order order, Place after, int limit, SortColumn.Sink to)
            throws SQLException {
        PreparedStatement query = sqlite.of(
                "SELECT id, " + SqliteDialect.INSTANCE.print(order) + " FROM flow WHERE id > ? ORDER BY id LIMIT ?");
        query.setLong(1, after.flow());
        query.setInt(2, limit);
        boolean text = !(FlowColumns.orderedBy(order) instanceof FlowColumn.Number);
        long last = after.flow();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                last = row.getLong(1);
                if (text) {
                    to.addValue(last, SortColumn.ofText(order, row.getString(2)));
                } else {
                    long number = row.getLong(2);
                    to.addValue(last, SortColumn.ofNumber(row.wasNull() ? Times.UNSET : number));
                }
            }
        }
        return last == after.flow() ? after : Place.ofNumber(last);
    }
}
