package dev.steno.fleet.read;

import dev.steno.filter.Relation;
import dev.steno.search.IndexQuery;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.condition.Condition;
import dev.steno.store.condition.Dialect;
import dev.steno.store.condition.FilterBounds;
import dev.steno.store.condition.FilterConditions;
import dev.steno.store.condition.FlowValue;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running search. Each read covers a span of time, which adapts so that a read is short and ends with a day, and returns a
 * bounded number of flows. For one thread at a time, under the reader's lock.
 *
 * @param <T> the result for each flow
 */
final class SharedSearch<T> {
    /** Upper bound on the flows of the first read: a page; it doubles with each read that finds as many. */
    private static final int FEW = 125;

    /** Upper bound on the flows of any read. */
    private static final int MOST = 8_000;

    /** The first span: short, so that the first matches appear at once. */
    private static final long FIRST = TimeUnit.MINUTES.toNanos(1);

    /** The first span of what an index has in the order of lists: each flow that is read matches. */
    private static final long FIRST_INDEXED = TimeSpan.DAY;

    /** Upper bound on a span: more days would open too many tables. */
    private static final int DAYS = 64;

    /** The least status of the index of refused flows. */
    private static final long REFUSED = 400;

    /** A flow's number outside of its recorder. */
    private static final String NUMBER = PostgresDialect.INSTANCE.column(FlowColumns.ID);

    /** A search that has taken no longer does not tell its share, which costs queries to all days. */
    private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long INSTANT = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(250);

    /**
     * A flow that may match.
     *
     * @param sure true if it matches; false if the flow must be decoded and tested
     */
    record Hit<T>(TimeKey key, T value, boolean sure) {}

    private final ReadConnection store;
    private final boolean reverse;
    private final TimePages.Columns<T> columns;
    private final boolean never;
    private final boolean exact;
    private final long begun = System.nanoTime();
    private final Dialect.Printed sure;
    private final Dialect.Printed maybe;
    private final @Nullable SharedTexts texts;
    private final String sql;
    private TimeKey at;
    private final boolean indexed;
    private long width;
    private int most = FEW;
    private boolean gap;
    private @Nullable TimeSpan all;

    /** @param more columns to read behind the key, each with a comma before it */
    SharedSearch(ReadConnection store, StoredBytes bytes, FlowSearch what, String more, TimePages.Columns<T> columns) {
        this.store = store;
        this.reverse = what.reverse();
        this.columns = columns;
        FilterBounds bounds = FilterConditions.of(what.filter()).within(PostgresDialect::bound);
        this.never = bounds.maybe() == Condition.FALSE;
        this.exact = bounds.isExact();
        this.sure = PostgresDialect.INSTANCE.print(exact ? Condition.TRUE : bounds.sure());
        this.maybe = PostgresDialect.INSTANCE.print(bounds.maybe());
        this.at = TimeKey.after(what.after(), reverse);
        IndexQuery question = IndexQuery.of(what.filter());
        this.texts = question == null ? null : new SharedTexts(store, bytes, question);
        this.indexed = question == null && isIndexed(bounds.maybe());
        this.width = indexed ? FIRST_INDEXED : FIRST;
        this.gap = what.after().isStart();
        this.sql = "SELECT " + TimeKey.COLUMNS + more + ", " + sure.sql() + " FROM steno.flow"
                + TimePages.behind(reverse) + " AND " + maybe.sql()
                + (texts == null ? "" : " AND NOT " + NUMBER + " <@ ?::int8multirange")
                + TimePages.ordered(reverse);
    }

    /** Returns whether an index has just the flows that fulfil a condition, in the order of lists: all, refused or failed ones. */
    private static boolean isIndexed(Condition condition) {
        if (condition instanceof Condition.All all) { // of one status
            return all.conditions().stream().anyMatch(SharedSearch::isIndexed)
                    && all.conditions().stream().allMatch(SharedSearch::isOfStatus);
        }
        if (condition instanceof Condition.Present present) {
            return present.value() instanceof FlowValue.Stored stored && stored.column() == FlowColumns.ERROR_STEP;
        }
        if (condition instanceof Condition.Compared compared) {
            return isOfStatus(condition) && compared.relation() == Relation.GE && compared.operand() >= REFUSED;
        }
        return condition == Condition.TRUE
                || condition instanceof Condition.Fixed fixed
                        && isOfStatus(condition)
                        && fixed.sign() == Condition.Sign.GE
                        && fixed.operand() >= REFUSED;
    }

    private static boolean isOfStatus(Condition condition) {
        return condition instanceof Condition.Compared compared && compared.column() == FlowColumns.STATUS
                || condition instanceof Condition.Fixed fixed && fixed.column() == FlowColumns.STATUS;
    }

    /** Returns the hits of the next span, in order; null at the end. May be called again if it failed. */
    @Nullable
    List<Hit<T>> next() throws SQLException {
        if (never) {
            return null;
        }
        if (indexed && TimePages.isNewest(at, reverse)) {
            return hits(at, TimeSpan.recent(), null, System.nanoTime());
        }
        TimeKey from = at;
        if (gap) {
            Long nearest = TimePages.nearest(store, at, reverse);
            if (nearest == null) {
                return null;
            }
            from = nearest == at.started() ? at : reverse ? TimeKey.behind(nearest) : TimeKey.before(nearest);
        }
        // Flows that begin from now on are not searched for, or a search from the oldest would not end.
        if (!reverse && from.started() > all().last()) {
            return null;
        }
        long start = System.nanoTime();
        TimeSpan span = TimeSpan.from(from.started(), reverse, width, (int) Math.max(1, width / TimeSpan.DAY));
        SharedTexts index = texts;
        String excluded = null;
        if (index != null) {
            SharedTexts.Excluded lacking = index.within(span, reverse);
            span = lacking.span();
            excluded = lacking.excluded();
        }
        return hits(from, span, excluded, start);
    }

    /** Reads a span, and moves on behind it, or behind the last hit if there may be more. */
    private List<Hit<T>> hits(TimeKey from, TimeSpan span, @Nullable String excluded, long start) throws SQLException {
        List<Hit<T>> hits = read(from, span, excluded);
        long took = System.nanoTime() - start;
        gap = hits.isEmpty();
        if (hits.size() < most) {
            at = span.end(reverse);
            adapt(took);
        } else { // a longer span would find no more
            at = hits.get(most - 1).key();
            most = took > LONG ? Math.max(FEW, most / 2) : Math.min(MOST, 2 * most);
        }
        return hits;
    }

    /** Whether the columns decide for each flow, so that all hits are sure. */
    boolean isExact() {
        return exact;
    }

    /** Whether the search has not taken long so far. */
    boolean isQuick() {
        return System.nanoTime() - begun < QUICK;
    }

    private TimeSpan all() throws SQLException {
        TimeSpan known = all;
        if (known == null) {
            Long first = TimePages.nearest(store, TimeKey.behind(Long.MIN_VALUE), false);
            Long last = TimePages.nearest(store, TimeKey.behind(Long.MAX_VALUE), true);
            known = new TimeSpan(first == null ? Long.MIN_VALUE : first, last == null ? Long.MIN_VALUE : last);
            all = known;
        }
        return known;
    }

    /** @param excluded the flows that lack a text; null if the index is of no use for this search */
    private List<Hit<T>> read(TimeKey from, TimeSpan span, @Nullable String excluded) throws SQLException {
        PreparedStatement query = store.planned(sql);
        int next = bind(query, 1, sure.parameters());
        next = from.bind(query, next);
        query.setLong(next++, span.first());
        query.setLong(next++, span.last());
        next = bind(query, next, maybe.parameters());
        if (excluded != null) {
            query.setObject(next++, excluded, Types.OTHER); // as a text it would be parsed for each row
        }
        query.setInt(next, most);
        List<Hit<T>> hits = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            int last = row.getMetaData().getColumnCount();
            while (row.next()) {
                hits.add(new Hit<>(TimeKey.read(row), columns.read(row), row.getBoolean(last)));
            }
        }
        return hits;
    }

    private static int bind(PreparedStatement to, int from, List<Object> parameters) throws SQLException {
        int at = from;
        for (Object parameter : parameters) {
            if (parameter instanceof Long number) {
                to.setLong(at++, number);
            } else {
                to.setString(at++, (String) parameter);
            }
        }
        return at;
    }

    private void adapt(long took) {
        if (took < SHORT) {
            width = Math.min((took < INSTANT ? 16 : 4) * width, DAYS * TimeSpan.DAY);
        } else if (took > LONG) {
            width = Math.max(width / 2, LEAST);
        }
    }

    /** Returns how far the search has come. */
    Place position() {
        return new Place(
                at.started(), at.recorder() < 0 ? 0 : at.recorder() == Integer.MAX_VALUE ? Long.MAX_VALUE : at.id());
    }

    /** Returns an estimate of the share of the flows that were searched, by time. */
    double share() throws SQLException {
        TimeSpan whole = all();
        if (whole.last() <= whole.first()) {
            return 1;
        }
        double share = ((double) at.started() - whole.first()) / ((double) whole.last() - whole.first());
        return Math.max(0, Math.min(1, reverse ? 1 - share : share));
    }
}
