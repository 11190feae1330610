package dev.steno.fleet.read;

import dev.steno.flow.FlowNumber;
import dev.steno.store.Place;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A position in the order of time, by which pages and searches go on: the key of a flow, or a border beside all flows of a
 * nanosecond. Its parts are compared from left to right, as the index {@code flow_started} does. Immutable.
 */
record TimeKey(long started, int recorder, long flow) {

    /** The columns of a key, in the order in which {@link #read} takes them. */
    static final String COLUMNS = "started, recorder, flow";

    /** Before all flows that began at this time. */
    static TimeKey before(long started) {
        return new TimeKey(started, -1, -1);
    }

    /** Behind all flows that began at this time. */
    static TimeKey behind(long started) {
        return new TimeKey(started, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Returns where reading in a direction goes on after a place. */
    static TimeKey after(Place place, boolean reverse) {
        if (place.isStart()) {
            return reverse ? behind(Long.MAX_VALUE) : before(Long.MIN_VALUE);
        }
        return new TimeKey(place.started(), FlowNumber.recorder(place.flow()), FlowNumber.local(place.flow()));
    }

    /** Reads the key in the first columns of a row. */
    static TimeKey read(ResultSet row) throws SQLException {
        return new TimeKey(row.getLong(1), row.getInt(2), row.getLong(3));
    }

    /** Returns the flow's number outside of its recorder. */
    long id() {
        return FlowNumber.of(recorder, flow);
    }

    Place place() {
        return new Place(started, id());
    }

    /** Binds the parts; returns the index of the next parameter. */
    int bind(PreparedStatement to, int from) throws SQLException {
        to.setLong(from, started);
        to.setInt(from + 1, recorder);
        to.setLong(from + 2, flow);
        return from + 3;
    }
}
