package dev.steno.search;

import dev.steno.filter.Filter;
import dev.steno.filter.Needle;
import dev.steno.filter.TextField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A query to the index on behalf of a filter: a condition that every matching flow fulfils. Immutable. */
public sealed interface IndexQuery {

    /** Reads a row of the current chunk. */
    interface Rows<E extends Exception> {
        byte[] read(int row) throws E;
    }

    /** Returns the places of the chunk's flows that may match. */
    <E extends Exception> BitSet places(Rows<E> rows) throws E;

    /**
     * Returns a query that reads fewer rows, and may return more places.
     *
     * @param most upper bound on the trigrams of each text; those that narrow the result most are kept
     */
    default IndexQuery shortened(int most) {
        if (this instanceof Text text) {
            return new Text(Arrays.copyOf(text.buckets(), Math.min(most, text.buckets().length)));
        }
        if (this instanceof All all) {
            return new All(each(all.questions(), most));
        }
        return new Any(each(((Any) this).questions(), most));
    }

    private static List<IndexQuery> each(List<IndexQuery> questions, int most) {
        return questions.stream().map(question -> question.shortened(most)).toList();
    }

    /** Returns the rows that {@link #places} may read. */
    default SortedSet<Integer> rows() {
        SortedSet<Integer> rows = new TreeSet<>();
        if (this instanceof Text text) {
            for (int bucket : text.buckets()) {
                rows.add(Postings.row(bucket));
            }
        } else {
            List<IndexQuery> parts = this instanceof All all ? all.questions() : ((Any) this).questions();
            parts.forEach(part -> rows.addAll(part.rows()));
        }
        return rows;
    }

    /** Returns the query for a filter; null if the index cannot narrow the filter down. */
    static @Nullable IndexQuery of(Filter filter) {
        return of(needle(filter, true));
    }

    /** A text, by all its trigrams. */
    record Text(int[] buckets) implements IndexQuery {
        @Override
        public <E extends Exception> BitSet places(Rows<E> rows) throws E {
            BitSet places = Postings.read(rows.read(Postings.row(buckets[0])), buckets[0]);
            for (int i = 1; i < buckets.length && !places.isEmpty(); i++) {
                places.and(Postings.read(rows.read(Postings.row(buckets[i])), buckets[i]));
            }
            return places;
        }
    }

    /** All of these conditions. */
    record All(List<IndexQuery> questions) implements IndexQuery {
        @Override
        public <E extends Exception> BitSet places(Rows<E> rows) throws E {
            BitSet places = questions.get(0).places(rows);
            for (int i = 1; i < questions.size() && !places.isEmpty(); i++) {
                places.and(questions.get(i).places(rows));
            }
            return places;
        }
    }

    /** Any of these conditions. */
    record Any(List<IndexQuery> questions) implements IndexQuery {
        @Override
        public <E extends Exception> BitSet places(Rows<E> rows) throws E {
            BitSet places = new BitSet();
            for (IndexQuery question : questions) {
                places.or(question.places(rows));
            }
            return places;
        }
    }

    private static Needle needle(Filter filter, boolean yes) {
        if (filter instanceof Filter.Not not) {
            return needle(not.operand(), !yes);
        }
        if (filter instanceof Filter.And and) {
            return yes ? Needle.all(each(and.operands(), true)) : Needle.any(each(and.operands(), false));
        }
        if (filter instanceof Filter.Or or) {
            return yes ? Needle.any(each(or.operands(), true)) : Needle.all(each(or.operands(), false));
        }
        if (yes && filter instanceof Filter.Matches matches) {
            return of(matches.field(), matches.regex().needle());
        }
        if (yes && filter instanceof Filter.Equals equals) {
            return of(equals.field(), Needle.text(equals.value()));
        }
        return Needle.ANYTHING;
    }

    private static List<Needle> each(List<Filter> filters, boolean yes) {
        return filters.stream().map(filter -> needle(filter, yes)).toList();
    }

    private static Needle of(TextField field, Needle needle) {
        return FlowText.FIELDS.contains(field) ? needle : Needle.ANYTHING;
    }

    private static @Nullable IndexQuery of(Needle needle) {
        if (needle instanceof Needle.Text text) {
            int[] buckets = buckets(text.folded());
            return buckets.length == 0 ? null : new Text(buckets);
        }
        if (needle instanceof Needle.All all) {
            List<IndexQuery> known = new ArrayList<>();
            for (Needle each : all.needles()) {
                IndexQuery question = of(each);
                if (question != null) {
                    known.add(question);
                }
            }
            return known.isEmpty() ? null : new All(known);
        }
        if (needle instanceof Needle.Any any) {
            List<IndexQuery> known = new ArrayList<>();
            for (Needle each : any.needles()) {
                IndexQuery question = of(each);
                if (question == null) {
                    return null;
                }
                known.add(question);
            }
            return new Any(known);
        }
        return null;
    }

    /**
     * Trigrams that overlap least come first: they narrow the result most, and few are needed to find that it is empty.
     */
    private static int[] buckets(String folded) {
        Trigrams trigrams = new Trigrams();
        for (int offset = 0; offset < 3; offset++) {
            for (int i = offset; i + 3 <= folded.length(); i += 3) {
                trigrams.addText(folded.substring(i, i + 3));
            }
        }
        return trigrams.toArray();
    }
}
