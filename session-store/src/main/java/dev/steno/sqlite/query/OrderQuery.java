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
import java.util.List;
import java.util.stream.Collectors;

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
        long[] last = {after.flow()};
        pass(query, order, (flow, value) -> {
            last[0] = flow;
            to.addValue(flow, value);
        });
        return last[0] == after.flow() ? after : Place.ofNumber(last[0]);
    }

    /** Passes on the values of flows by their numbers; returns how many flows there are. */
    public static long read(SqliteConnection sqlite, Order order, List<Long> ids, SortColumn.Sink to)
            throws SQLException {
        PreparedStatement query = sqlite.of("SELECT id, " + SqliteDialect.INSTANCE.print(order)
                + " FROM flow WHERE id IN (SELECT value FROM json_each(?))");
        query.setString(1, ids.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        return pass(query, order, to);
    }

    private static long pass(PreparedStatement query, Order order, SortColumn.Sink to) throws SQLException {
        boolean text = !(FlowColumns.orderedBy(order) instanceof FlowColumn.Number);
        long flows = 0;
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                flows++;
                long flow = row.getLong(1);
                if (text) {
                    to.addValue(flow, SortColumn.ofText(order, row.getString(2)));
                } else {
                    long number = row.getLong(2);
                    to.addValue(flow, SortColumn.ofNumber(row.wasNull() ? Times.UNSET : number));
                }
            }
        }
        return flows;
    }
}
