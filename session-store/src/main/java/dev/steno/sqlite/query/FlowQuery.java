package dev.steno.sqlite.query;

import dev.steno.search.IndexQuery;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.condition.Condition;
import dev.steno.store.condition.Dialect;
import dev.steno.store.condition.FilterBounds;
import dev.steno.store.condition.FilterConditions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A running search. Each read covers a span of flow numbers, so that no read is long, however large the session is. For
 * one thread at a time, under the reader's lock.
 *
 * @param <T> the result for each flow
 */
public final class FlowQuery<T> implements AutoCloseable {
    /** Reads the result for a flow from the columns. */
    public interface Columns<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * A flow that may match.
     *
     * @param sure true if it matches; false if the flow must be decoded and tested
     */
    public record Hit<T>(long id, T value, boolean sure) {}

    private final SqliteConnection sqlite;
    private final TextTestFunction tests;
    private final boolean reverse;
    private final Columns<T> columns;
    private final boolean never;
    private final Dialect.Printed sure;
    private final Dialect.Printed maybe;
    private final String sql;
    private final String sqlOfCandidates;
    private final @Nullable TextCandidates candidates;
    private final ReadSpan span = new ReadSpan();
    private final long newest;
    private final long origin;
    private long after; // of a search from the oldest
    private long upTo; // of a search from the newest
    private @Nullable PreparedStatement query;
    private @Nullable PreparedStatement queryOfCandidates;

    /** @param select the columns to read, the flow's number first */
    public FlowQuery(
            SqliteConnection sqlite, TextTestFunction tests, FlowSearch what, String select, Columns<T> columns)
            throws SQLException {
        this.sqlite = sqlite;
        this.tests = tests;
        this.reverse = what.reverse();
        this.columns = columns;
        FilterBounds bounds = FilterConditions.of(what.filter());
        this.never = bounds.maybe() == Condition.FALSE;
        this.sure = SqliteDialect.INSTANCE.print(bounds.isExact() ? Condition.TRUE : bounds.sure());
        this.maybe = SqliteDialect.INSTANCE.print(bounds.maybe());
        this.newest = sqlite.number("SELECT max(id) FROM flow");
        // a recorder may add flows from now on: a search from the newest begins at the newest of this moment
        this.after = what.after().flow();
        this.upTo = what.after().isStart() || after > newest ? newest : after - 1;
        this.origin = reverse ? upTo + 1 : Math.max(after, 0);
        String begin = "SELECT " + select + ", " + sure.sql() + " FROM flow WHERE ";
        String end = " AND " + maybe.sql() + " ORDER BY id" + (reverse ? " DESC" : "");
        this.sql = begin + "id BETWEEN ? AND ?" + end;
        this.sqlOfCandidates = begin + "id IN (SELECT value FROM json_each(?))" + end;
        IndexQuery question = IndexQuery.of(what.filter());
        this.candidates = question == null ? null : TextCandidates.of(sqlite, question);
    }

    /** Returns the hits of the next span, in order; null at the end. */
    @Nullable
    public List<Hit<T>> next() throws SQLException {
        long begin = reverse
                ? sqlite.number("SELECT max(id) FROM flow WHERE id <= ?", upTo)
                : sqlite.number("SELECT min(id) FROM flow WHERE id > ?", after);
        if (begin == 0 || begin > newest || never) {
            return null;
        }
        TextCandidates index = candidates;
        if (index != null && begin <= index.indexedTo()) {
            TextCandidates.Stretch stretch = index.around(begin);
            moveOn(stretch.first(), stretch.last());
            long first = reverse ? stretch.first() : begin;
            long last = reverse ? begin : stretch.last();
            long[] flows = stretch.candidates();
            return flows == null ? read(first, last) : read(flows, first, last);
        }
        long first = reverse ? span.firstTo(begin) : begin;
        long last = reverse ? begin : span.lastFrom(begin);
        if (index != null && first <= index.indexedTo()) {
            first = index.indexedTo() + 1;
        }
        moveOn(first, last);
        return read(first, last);
    }

    private void moveOn(long first, long last) {
        after = last;
        upTo = first - 1;
    }

    private List<Hit<T>> read(long first, long last) throws SQLException {
        PreparedStatement statement = query;
        if (statement == null) {
            statement = sqlite.prepare(sql);
            query = statement;
        }
        int at = bindSure(statement);
        statement.setLong(at++, first);
        statement.setLong(at++, last);
        return read(statement, at);
    }

    private List<Hit<T>> read(long[] flows, long first, long last) throws SQLException {
        String wanted = LongStream.of(flows)
                .filter(flow -> flow >= first && flow <= last)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", "[", "]"));
        if (wanted.equals("[]")) {
            return List.of();
        }
        PreparedStatement statement = queryOfCandidates;
        if (statement == null) {
            statement = sqlite.prepare(sqlOfCandidates);
            queryOfCandidates = statement;
        }
        int at = bindSure(statement);
        statement.setString(at++, wanted);
        return read(statement, at);
    }

    private int bindSure(PreparedStatement statement) throws SQLException {
        tests.clear();
        return tests.bind(statement, 1, sure.parameters());
    }

    private List<Hit<T>> read(PreparedStatement statement, int at) throws SQLException {
        tests.bind(statement, at, maybe.parameters());
        List<Hit<T>> hits = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            int sure = row.getMetaData().getColumnCount();
            while (row.next()) {
                hits.add(new Hit<>(row.getLong(1), columns.read(row), row.getBoolean(sure)));
            }
        }
        return hits;
    }

    /** Returns the place of the last flow number that was read, in the direction of the search. */
    public Place position() {
        return Place.ofNumber(reached());
    }

    /** Returns which share of the flow numbers was read, from 0 to 1. */
    public double share() {
        long total = reverse ? origin - 1 : newest - origin;
        return total <= 0 ? 1 : (double) Math.abs(reached() - origin) / total;
    }

    private long reached() {
        return reverse ? upTo + 1 : Math.min(after, newest);
    }

    /**
     * Returns the span, which adapts to the time between its {@code begin} and {@code end}. That time should include
     * the decoding of flows.
     */
    public ReadSpan span() {
        return span;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : new PreparedStatement[] {query, queryOfCandidates}) {
            if (statement != null) {
                statement.close();
            }
        }
    }
}
