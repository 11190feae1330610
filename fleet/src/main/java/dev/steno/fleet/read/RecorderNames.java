package dev.steno.fleet.read;

import dev.steno.filter.Filter;
import dev.steno.filter.NumberField;
import dev.steno.filter.Relation;
import dev.steno.filter.TextField;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.RecordedBy;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who the recorders of a store are. A filter by their names becomes one by the numbers of flows, which begin with that of their
 * recorder, so that the server needs no names. For the thread that has the connection.
 */
final class RecorderNames {
    /** Upper bound on the recorders that are remembered; beyond it, they are read again. */
    private static final int REMEMBERED = 10_000;

    /** Upper bound on the spans of numbers that a filter may mean. */
    private static final int SPANS = 1_000;

    /** A recorder that the store does not name. */
    static final RecordedBy NAMELESS = new RecordedBy("", "");

    private final ReadConnection store;
    private final Map<Integer, RecordedBy> known = new HashMap<>();

    RecorderNames(ReadConnection store) {
        this.store = store;
    }

    /** Returns a recorder, without names if the store has none with this number. What a recorder is called never changes. */
    RecordedBy of(int recorder) throws SQLException {
        RecordedBy remembered = known.get(recorder);
        if (remembered != null) {
            return remembered;
        }
        PreparedStatement query = store.of("SELECT name, host FROM steno.recorder WHERE recorder = ?");
        query.setInt(1, recorder);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return NAMELESS;
            }
            if (known.size() >= REMEMBERED) {
                known.clear();
            }
            RecordedBy found = new RecordedBy(row.getString(1), row.getString(2));
            known.put(recorder, found);
            return found;
        }
    }

    /**
     * Returns a search with numbers in place of names.
     *
     * @throws SessionException if too many recorders are meant
     */
    FlowSearch resolved(FlowSearch what) throws SQLException, SessionException {
        Filter filter = resolved(what.filter());
        return filter == what.filter() ? what : new FlowSearch(filter, what.reverse(), what.after());
    }

    private Filter resolved(Filter filter) throws SQLException, SessionException {
        if (filter instanceof Filter.Not not) {
            Filter operand = resolved(not.operand());
            return operand == not.operand() ? filter : new Filter.Not(operand);
        }
        if (filter instanceof Filter.And and) {
            List<Filter> operands = each(and.operands());
            return operands.equals(and.operands()) ? filter : new Filter.And(operands);
        }
        if (filter instanceof Filter.Or or) {
            List<Filter> operands = each(or.operands());
            return operands.equals(or.operands()) ? filter : new Filter.Or(operands);
        }
        if (filter instanceof Filter.Equals equals && equals.field() == TextField.RECORDER) {
            return numbers(equals.value()::equalsIgnoreCase, filter);
        }
        if (filter instanceof Filter.Matches matches && matches.field() == TextField.RECORDER) {
            return numbers(matches.regex()::find, filter);
        }
        return filter;
    }

    private List<Filter> each(List<Filter> operands) throws SQLException, SessionException {
        List<Filter> all = new ArrayList<>();
        for (Filter operand : operands) {
            all.add(resolved(operand));
        }
        return all;
    }

    /** Returns a filter for the flows of all recorders of which a text passes a test; neighbours are one span. */
    private Filter numbers(Predicate<String> test, Filter asked) throws SQLException, SessionException {
        List<Filter> spans = new ArrayList<>();
        int first = 0;
        int last = -1;
        try (ResultSet row = store.of("SELECT recorder, name, host FROM steno.recorder"
                        + " UNION SELECT recorder, '', '' FROM steno.progress ORDER BY 1")
                .executeQuery()) {
            while (row.next()) {
                int number = row.getInt(1);
                boolean meant = test.test(Integer.toString(number))
                        || !row.getString(2).isEmpty() && test.test(row.getString(2))
                        || !row.getString(3).isEmpty() && test.test(row.getString(3));
                if (!meant || number == last) {
                    continue;
                }
                if (number > last + 1) {
                    add(spans, first, last);
                    first = number;
                }
                last = number;
            }
        }
        add(spans, first, last);
        if (spans.size() > SPANS) {
            throw new SessionException(asked + " means more than " + SPANS + " recorders: say more of them");
        }
        return spans.isEmpty()
                ? new Filter.Compare(NumberField.ID, Relation.LT, 0)
                : spans.size() == 1 ? spans.get(0) : new Filter.Or(spans);
    }

    private static void add(List<Filter> spans, int first, int last) {
        if (first > 0) {
            spans.add(new Filter.And(List.of(
                    new Filter.Compare(NumberField.ID, Relation.GE, FlowNumber.of(first, 0)),
                    new Filter.Compare(NumberField.ID, Relation.LE, FlowNumber.of(last, FlowNumber.MAX_LOCAL)))));
        }
    }
}
