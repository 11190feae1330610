package dev.steno.fleet.read;

import dev.steno.flow.FlowNumber;
import dev.steno.search.DistanceCodec;
import dev.steno.search.IndexQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which flows of a span certainly lack a text, by the index of texts that shippers write ({@code text_chunk}). A flow that
 * no chunk covers is never among them, nor one that was written again since. For one search, under the reader's lock.
 */
final class SharedTexts {
    private static final Logger LOG = LoggerFactory.getLogger(SharedTexts.class);

    /** Upper bound on the trigrams by which a text is looked up; more narrow the result hardly further. */
    private static final int TRIGRAMS = 12;

    /** Upper bound on the chunks that a span newly needs, so that it is answered soon. */
    private static final int CHUNKS = 64;

    /** Rows of chunks that one query reads, of about 3 KB each. */
    private static final int ROWS = 512;

    /** Chunks whose answers are remembered, since spans are shorter than chunks at first. */
    private static final int REMEMBERED = 4_096;

    /** If more than one in this many flows of a chunk may have the text, all of the chunk are read. */
    private static final int SHARE = 3;

    /** Upper bound on the flows of a chunk that is intact; shippers write fewer. */
    private static final int MOST_FLOWS = 65_536;

    private final ReadConnection store;
    private final StoredBytes bytes;
    private final IndexQuery question;
    private final String parts;
    private final int rowsOfChunk;
    private boolean told;

    /** Recorders whose chunks say nothing, since it is not known which flows changed since they were written. */
    private final Set<Integer> distrusted = new HashSet<>();

    private final Map<ChunkKey, Answer> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ChunkKey, Answer> eldest) {
            return size() > REMEMBERED;
        }
    };

    SharedTexts(ReadConnection store, StoredBytes bytes, IndexQuery question) {
        this.store = store;
        this.bytes = bytes;
        this.question = question.shortened(TRIGRAMS);
        this.parts = array(List.copyOf(this.question.rows()), part -> part);
        this.rowsOfChunk = this.question.rows().size();
    }

    /** The key of a chunk. */
    private record ChunkKey(int recorder, long chunk, long started) {}

    /** A chunk, and when the first of its flows began. */
    private record Header(ChunkKey key, long since) {}

    /**
     * What a chunk says about the text.
     *
     * @param first the first number that it covers, outside of its recorder
     * @param last the last one; less than {@code first} if it covers none
     * @param candidates the numbers of its flows that may have the text
     */
    @SuppressWarnings("ArrayRecordComponent") // not compared
    private record Answer(long first, long last, long[] candidates) {}

    private static final Answer NOTHING = new Answer(0, -1, new long[0]);

    /**
     * What is known about a span.
     *
     * @param span the part of it, from its begin in the direction of the search, to which the answer applies
     * @param excluded the flows that lack the text, as a multirange of numbers
     */
    record Excluded(TimeSpan span, String excluded) {}

    /** Looks up a span. */
    Excluded within(TimeSpan asked, boolean reverse) throws SQLException {
        // Before the chunks, since a flow moves from there to a chunk; and behind them, since a chunk comes with flows
        // there.
        NavigableSet<Long> candidates = new TreeSet<>();
        addWrittenAgain(asked, candidates);
        List<Header> headers = headers(asked);
        TimeSpan span = narrowed(asked, headers, reverse);
        headers.removeIf(header -> header.key().started() < span.first() || header.since() > span.last());
        List<Answer> answers = answers(headers);
        addWrittenAgain(span, candidates);
        answers.removeIf(answer -> distrusted.contains(FlowNumber.recorder(answer.first())));
        answers.forEach(answer -> Arrays.stream(answer.candidates()).forEach(candidates::add));
        return new Excluded(span, without(candidates, answers));
    }

    private List<Answer> answers(List<Header> headers) throws SQLException {
        List<Answer> answers = new ArrayList<>(headers.size());
        List<ChunkKey> fresh = new ArrayList<>();
        for (Header header : headers) {
            Answer answer = known.get(header.key());
            if (answer == null) {
                fresh.add(header.key());
            } else {
                answers.add(answer);
            }
        }
        load(fresh, answers);
        return answers;
    }

    private void addWrittenAgain(TimeSpan span, NavigableSet<Long> to) throws SQLException {
        PreparedStatement query = store.of("SELECT recorder, flow FROM steno.text_again WHERE started BETWEEN ? AND ?");
        query.setLong(1, span.first());
        query.setLong(2, span.last());
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                int recorder = row.getInt(1);
                long flow = row.getLong(2);
                if (recorder > 0 && recorder <= FlowNumber.MAX_RECORDER && flow >= 0 && flow <= FlowNumber.MAX_LOCAL) {
                    to.add(FlowNumber.of(recorder, flow));
                }
            }
        }
    }

    /** The chunks that have flows of a span. A chunk has flows of one day. */
    private List<Header> headers(TimeSpan span) throws SQLException {
        PreparedStatement query = store.of("SELECT recorder, chunk, started, since FROM steno.text_chunk"
                + " WHERE started BETWEEN ? AND ? AND since <= ?");
        query.setLong(1, span.first());
        query.setLong(2, span.last() > Long.MAX_VALUE - TimeSpan.DAY ? Long.MAX_VALUE : span.last() + TimeSpan.DAY);
        query.setLong(3, span.last());
        List<Header> headers = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                headers.add(new Header(new ChunkKey(row.getInt(1), row.getLong(2), row.getLong(3)), row.getLong(4)));
            }
        }
        return headers;
    }

    /** Returns the part of a span that needs few chunks of which nothing is known yet. */
    private TimeSpan narrowed(TimeSpan span, List<Header> headers, boolean reverse) {
        List<Header> fresh = new ArrayList<>(headers);
        fresh.removeIf(header -> known.containsKey(header.key()));
        if (fresh.size() <= CHUNKS) {
            return span;
        }
        if (reverse) {
            fresh.sort(Comparator.comparingLong((Header header) -> header.key().started())
                    .reversed());
            long edge = fresh.get(CHUNKS).key().started() + 1;
            return edge > span.last() ? span : new TimeSpan(Math.max(span.first(), edge), span.last());
        }
        fresh.sort(Comparator.comparingLong(Header::since));
        long edge = fresh.get(CHUNKS).since() - 1;
        return edge < span.first() ? span : new TimeSpan(span.first(), Math.min(span.last(), edge));
    }

    private void load(List<ChunkKey> keys, List<Answer> to) throws SQLException {
        int atOnce = Math.max(1, ROWS / rowsOfChunk);
        for (int from = 0; from < keys.size(); from += atOnce) {
            List<ChunkKey> some = keys.subList(from, Math.min(keys.size(), from + atOnce));
            answer(some, rows(some), to);
        }
    }

    private static void bind(PreparedStatement query, List<ChunkKey> keys) throws SQLException {
        query.setObject(1, array(keys, ChunkKey::recorder), Types.OTHER);
        query.setObject(2, array(keys, ChunkKey::chunk), Types.OTHER);
        query.setObject(3, array(keys, ChunkKey::started), Types.OTHER);
    }

    private static <T> String array(List<T> of, Function<T, Number> part) {
        return of.stream().map(each -> part.apply(each).toString()).collect(Collectors.joining(",", "{", "}"));
    }

    /** As for flows by number: each subquery reads by the primary key of one day's table. */
    private String byKeys(String columns, String table, String more) throws SQLException {
        return "SELECT c.* FROM (SELECT unnest(?::int[]) AS r, unnest(?::bigint[]) AS n, unnest(?::bigint[]) AS t) AS k,"
                + " LATERAL (SELECT recorder, chunk, started, " + columns + " FROM steno." + table
                + " WHERE recorder = k.r AND chunk = k.n AND started = k.t" + more + store.fence() + ") AS c";
    }

    private static ChunkKey key(ResultSet row) throws SQLException {
        return new ChunkKey(row.getInt(1), row.getLong(2), row.getLong(3));
    }

    private Map<ChunkKey, Map<Integer, byte[]>> rows(List<ChunkKey> keys) throws SQLException {
        PreparedStatement query =
                store.of(byKeys("part, dict, lists", "text_posting", " AND part = ANY (?::smallint[])"));
        bind(query, keys);
        query.setObject(4, parts, Types.OTHER);
        Map<ChunkKey, Map<Integer, byte[]>> rows = new HashMap<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                byte[] lists = restored(row);
                if (lists != null) {
                    rows.computeIfAbsent(key(row), none -> new HashMap<>()).put(row.getInt(4), lists);
                }
            }
        }
        return rows;
    }

    private byte @Nullable [] restored(ResultSet row) throws SQLException {
        try {
            return bytes.restore(row.getInt(5), row.getBytes(6), "a row of the index of texts");
        } catch (DamagedRow e) {
            tell(e);
            return null;
        }
    }

    private void answer(List<ChunkKey> keys, Map<ChunkKey, Map<Integer, byte[]>> rows, List<Answer> to)
            throws SQLException {
        PreparedStatement query = store.of(byKeys("first, last, flows, partial", "text_chunk", ""));
        bind(query, keys);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ChunkKey key = key(row);
                Answer answer = answer(row, key, rows.getOrDefault(key, Map.of()));
                known.put(key, answer);
                to.add(answer);
            }
        }
    }

    /** Evaluates the current row. A chunk that is damaged, or was removed meanwhile, covers nothing. */
    private Answer answer(ResultSet row, ChunkKey key, Map<Integer, byte[]> rows) throws SQLException {
        String name = "chunk " + key.recorder() + "." + key.chunk() + " of the index of texts";
        long[] flows;
        try {
            flows = flows(row, key, name);
        } catch (DamagedRow e) {
            tell(e);
            if (key.chunk() <= 0) { // which flows have other texts than an earlier chunk says is not known
                distrusted.add(key.recorder());
            }
            return NOTHING;
        }
        BitSet places = new BitSet();
        boolean covers = key.chunk() > 0;
        try {
            places.or(question.<DamagedRow>places(part -> {
                byte[] found = rows.get(part);
                if (found == null) {
                    throw new DamagedRow(name + " lacks its part " + part);
                }
                return found;
            }));
            for (long place : DistanceCodec.decode(row.getBytes(7))) {
                places.set((int) place);
            }
            if (places.length() > flows.length) {
                throw new DamagedRow(name + " names flows beyond its last");
            }
        } catch (DamagedRow e) {
            tell(e);
            places.set(0, flows.length);
        } catch (IndexOutOfBoundsException e) {
            tell(new DamagedRow(name + " has lists that cannot be decoded"));
            places.set(0, flows.length);
        }
        covers &= places.cardinality() <= flows.length / SHARE;
        long[] candidates = places.stream()
                .limit(flows.length)
                .mapToLong(place -> flows[place])
                .toArray();
        return new Answer(flows[0], covers ? flows[flows.length - 1] : -1, candidates);
    }

    /** Returns the numbers of a chunk's flows, outside of their recorder, in ascending order; at least one. */
    private static long[] flows(ResultSet row, ChunkKey key, String name) throws SQLException, DamagedRow {
        long first = row.getLong(4);
        long last = row.getLong(5);
        byte[] listed = row.getBytes(6);
        boolean fits = first >= 0 && first <= last && last <= FlowNumber.MAX_LOCAL && key.recorder() > 0;
        try {
            if (fits && listed == null && last - first < MOST_FLOWS) {
                return LongStream.rangeClosed(first, last)
                        .map(flow -> FlowNumber.of(key.recorder(), flow))
                        .toArray();
            }
            long[] flows = fits && listed != null ? DistanceCodec.decode(listed) : new long[0];
            if (flows.length > 0 && flows.length <= MOST_FLOWS && isAscending(flows, first, last)) {
                return Arrays.stream(flows)
                        .map(flow -> FlowNumber.of(key.recorder(), flow))
                        .toArray();
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            LOG.debug("{}", name, e); // reported below
        }
        throw new DamagedRow(name + " does not name its flows");
    }

    private static boolean isAscending(long[] flows, long first, long last) {
        for (int i = 1; i < flows.length; i++) {
            if (flows[i] <= flows[i - 1]) {
                return false;
            }
        }
        return flows[0] == first && flows[flows.length - 1] == last;
    }

    private void tell(DamagedRow damage) {
        if (!told) {
            told = true;
            LOG.warn("the index of texts is damaged, and flows are read instead: {}", damage.getMessage());
        }
    }

    /** Returns the numbers that chunks cover, without some of them. */
    private static String without(NavigableSet<Long> candidates, List<Answer> covering) {
        StringBuilder ranges = new StringBuilder("{");
        for (Answer answer : covering) {
            long from = answer.first();
            if (answer.last() >= from) {
                for (long candidate : candidates.subSet(from, true, answer.last(), true)) {
                    add(ranges, from, candidate - 1);
                    from = candidate + 1;
                }
                add(ranges, from, answer.last());
            }
        }
        return ranges.append('}').toString();
    }

    private static void add(StringBuilder ranges, long first, long last) {
        if (first <= last) {
            ranges.append(ranges.length() > 1 ? "," : "")
                    .append('[')
                    .append(first)
                    .append(',')
                    .append(last)
                    .append(']');
        }
    }
}
