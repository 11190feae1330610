package dev.steno.fleet.ship;

import dev.steno.filter.ContentSource;
import dev.steno.fleet.pack.Packer;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.search.FlowTrigrams;
import dev.steno.search.TextChunk;
import dev.steno.search.TextChunkBuilder;
import dev.steno.sqlite.ship.ShipBatch;
import dev.steno.sqlite.ship.ShipTarget;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of texts in a store, of one recorder's flows. It is made of what is sent, and not of the session's own index, which has
 * the texts of secrets and of bodies that stay behind.
 *
 * <p>The store covers flows up to a number, in chunks; a flow with a higher number is read by every search. The texts of those are
 * held here until they make a chunk. A flow that is sent once its number is covered is noted in {@code text_again} by the same
 * transaction, until a chunk of such flows has it. What a process held when it died is never covered: the next one begins behind
 * the last flow that the store has. A flow of which it is not certain which texts the store has counts as one that has any text.
 *
 * <p>For the thread that uses the connection.
 */
final class ShippedTexts {
    private static final Logger LOG = LoggerFactory.getLogger(ShippedTexts.class);

    /** Flows held beyond those of a chunk, so that flows that end a little later than their neighbours are in it. */
    private static final int LATE = 512;

    /** Numbers of trigrams held at most, in 2 bytes each. */
    private static final int MOST_TRIGRAMS = 1 << 20;

    /** Upper bound on the flows held if chunks cannot be written; with more, none of them is ever covered. */
    private static final int MOST = 4 * TextChunkBuilder.FLOWS;

    /** The least flows of a chunk, whose 512 rows take 50 kB of their own. */
    private static final int LEAST = 256;

    /** The least flows of the last chunk of a shipper. */
    private static final int LEAST_AT_END = 64;

    /** After how long a chunk is written that has the least flows. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** A flow whose texts are held. */
    private record Held(long started, boolean open, FlowTrigrams trigrams) {
        long day() {
            return Math.floorDiv(started, TimeUnit.DAYS.toNanos(1));
        }
    }

    /** Whether chunks are made; what others made is kept right also if not. */
    private final boolean indexing;

    private final FlowTrigrams.Reader reader = new FlowTrigrams.Reader();

    /** Flows that are not covered, by number. */
    private final NavigableMap<Long, Held> next = new TreeMap<>();

    /** Flows that were sent once their number was covered, as the store has them now. */
    private final NavigableMap<Long, Held> again = new TreeMap<>();

    /** The flows with covered numbers that the batch in hand changes. */
    private final Set<Long> changed = new HashSet<>();

    private int recorder;

    /** The number of the last chunk that the store is known to have. */
    private long lastChunk;

    /** The highest number that the store covers, or that is never covered. */
    private long coveredTo;

    /** Flows up to this number may have been sent in part by another process, with other settings. */
    private long claimedBefore;

    /** The trigrams of {@link #next}. */
    private long trigrams;

    private long since = System.nanoTime();

    ShippedTexts(boolean indexing) {
        this.indexing = indexing;
    }

    /** Begins, or goes on after the connection was lost. Nobody else ships as this recorder from now on. */
    void begin(SharedStore store, ShipTarget target) throws StoreFailure {
        long found = store.inTransaction(connection -> TextStatements.lastChunk(connection, target.recorder()));
        if (recorder == target.recorder() && found >= lastChunk) {
            coveredTo = Math.max(coveredTo, found); // it may have been committed unheard
            lastChunk = found;
            release(List.copyOf(next.headMap(found, true).keySet()));
            return;
        }
        recorder = target.recorder();
        lastChunk = found;
        // A shipper that makes no chunks has only those that there are to keep right.
        coveredTo = indexing
                ? Math.max(
                        found,
                        store.inTransaction(connection -> TextStatements.lastFlow(connection, target.recorder())))
                : found;
        claimedBefore = target.shippedTo() == 0 && target.batch() == 0 ? 0 : target.claimedTo();
        next.clear();
        again.clear();
        trigrams = 0;
    }

    /**
     * Reads the texts of a flow that is about to be sent; on the shipper's thread, also while another sends a part.
     *
     * @param flow as it is sent
     * @param content its bodies and messages as they are sent
     */
    FlowTrigrams read(Flow flow, OutgoingContent content) {
        if (!indexing || flow.state() == FlowState.OPEN) {
            return FlowTrigrams.UNREAD; // its texts are read once it has ended; until then each search reads it
        }
        boolean unsure = content.hasFoundPieces() && flow.id() <= claimedBefore;
        return unsure ? FlowTrigrams.UNREAD : texts(flow, content);
    }

    private FlowTrigrams texts(Flow flow, ContentSource content) {
        try {
            return reader.read(flow, content);
        } catch (RuntimeException e) {
            LOG.debug("flow {} cannot be indexed", flow.id(), e);
            return FlowTrigrams.UNREAD;
        }
    }

    /** Notes that a batch is about to be sent. Whether it was committed is not known before {@link #sent}. */
    void sending(List<ReadyFlow> flows) {
        if (!indexing) {
            return;
        }
        for (ReadyFlow flow : flows) {
            long number = flow.row().id();
            again.remove(number);
            if (number > coveredTo) {
                hold(number, new Held(flow.row().started(), false, FlowTrigrams.UNREAD));
            }
        }
    }

    /** Notes, in the transaction of a batch, its flows that the index has as they were. Call before they are written. */
    void noteChanged(Connection connection, List<ReadyFlow> flows) throws SQLException {
        changed.clear();
        List<ReadyFlow> covered =
                flows.stream().filter(flow -> flow.row().id() <= coveredTo).toList();
        if (!covered.isEmpty()) {
            changed.addAll(TextStatements.changed(connection, recorder, covered));
            TextStatements.noteAgain(
                    connection,
                    recorder,
                    covered.stream()
                            .filter(flow -> changed.contains(flow.row().id()))
                            .map(flow -> new TextStatements.Key(
                                    flow.row().id(), flow.row().started()))
                            .toList());
        }
    }

    /** Notes that a batch was committed. */
    void sent(List<ReadyFlow> flows, List<ShipBatch.Gone> gone) {
        if (!indexing) {
            return;
        }
        for (ReadyFlow flow : flows) {
            long number = flow.row().id();
            boolean open = flow.row().state() == FlowState.OPEN;
            FlowTrigrams texts = open ? FlowTrigrams.NONE : flow.texts();
            Held held = new Held(flow.row().started(), open, texts);
            if (number > coveredTo) {
                hold(number, held);
            } else if (!open && changed.contains(number) && texts != FlowTrigrams.UNREAD) {
                again.put(number, held);
            }
        }
        for (ShipBatch.Gone each : gone) {
            release(List.of(each.flow()));
            again.remove(each.flow());
        }
    }

    private void hold(long number, Held held) {
        release(List.of(number));
        if (next.size() >= MOST) {
            coveredTo = Math.max(number, next.lastKey());
            release(List.copyOf(next.keySet()));
            return;
        }
        if (next.isEmpty()) {
            since = System.nanoTime();
        }
        next.put(number, held);
        trigrams += held.trigrams().buckets().length;
    }

    private void release(List<Long> numbers) {
        for (long number : numbers) {
            Held held = next.remove(number);
            trigrams -= held == null ? 0 : held.trigrams().buckets().length;
        }
    }

    /**
     * Writes the chunks that are due.
     *
     * @param rest whether this shipper sends nothing more, so that smaller ones are written too
     */
    void publish(SharedStore store, ShipTarget target, Packer packer, boolean rest) throws StoreFailure {
        boolean ours = true;
        while (ours && isDue(rest)) {
            ours = publishNext(store, target, packer);
        }
        while (ours && again.size() >= (rest ? LEAST_AT_END : LEAST)) {
            ours = publishAgain(store, target, packer);
        }
    }

    private boolean isDue(boolean rest) {
        if (next.size() >= TextChunkBuilder.FLOWS + LATE || trigrams >= MOST_TRIGRAMS) {
            return true;
        }
        return rest ? next.size() >= LEAST_AT_END : next.size() >= LEAST && System.nanoTime() - since >= PATIENCE_NANOS;
    }

    private boolean publishNext(SharedStore store, ShipTarget target, Packer packer) throws StoreFailure {
        List<Long> numbers = ofOneDay(firstNumbers());
        NavigableMap<Long, Held> flows = new TreeMap<>();
        numbers.forEach(number -> flows.put(number, held(number)));
        List<TextStatements.Key> open = new ArrayList<>();
        flows.forEach((number, held) -> {
            if (held.open()) {
                open.add(new TextStatements.Key(number, held.started()));
            }
        });
        long last = flows.lastKey();
        Written written = write(store, target, packer, flows, connection -> {
            TextStatements.noteAgain(connection, recorder, open);
            return last;
        });
        if (written == Written.FENCED) {
            return false;
        }
        lastChunk = written == Written.DONE ? last : lastChunk;
        coveredTo = last;
        release(numbers);
        since = System.nanoTime();
        return true;
    }

    private boolean publishAgain(SharedStore store, ShipTarget target, Packer packer) throws StoreFailure {
        long day = commonDay(again.values());
        NavigableMap<Long, Held> flows = new TreeMap<>();
        again.forEach((number, held) -> {
            if (held.day() == day && flows.size() < TextChunkBuilder.FLOWS) {
                flows.put(number, held);
            }
        });
        List<TextStatements.Key> keys = new ArrayList<>();
        flows.forEach((number, held) -> keys.add(new TextStatements.Key(number, held.started())));
        Written written = write(store, target, packer, flows, connection -> {
            TextStatements.forgetAgain(connection, recorder, keys);
            return TextStatements.nextAgain(connection, recorder);
        });
        again.clear(); // the flows of other days are few, and each search reads them
        return written != Written.FENCED;
    }

    /** What came of a chunk. */
    private enum Written {
        DONE,
        /** Another shipper took over, as the next batch will find. */
        FENCED,
        /** The store does not take it: the flows are not covered, and each search reads them. */
        LEFT_OUT
    }

    /** The number of a chunk, and what is noted beside it. */
    private interface Numbering {
        long number(Connection connection) throws SQLException;
    }

    private Written write(
            SharedStore store, ShipTarget target, Packer packer, NavigableMap<Long, Held> flows, Numbering numbering)
            throws StoreFailure {
        long day = commonDay(flows.values());
        TextChunkBuilder builder = new TextChunkBuilder(ContentSource.NONE);
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Map.Entry<Long, Held> each : flows.entrySet()) {
            Held held = each.getValue();
            boolean within = held.day() == day;
            // A chunk is looked up by its day; a flow of another day has any text.
            builder.addRead(each.getKey(), within || held.open() ? held.trigrams() : FlowTrigrams.UNREAD);
            first = within ? Math.min(first, held.started()) : first;
            last = within ? Math.max(last, held.started()) : last;
        }
        long since = first;
        long started = last;
        if (store.isTooOld(started)) {
            return Written.LEFT_OUT;
        }
        TextChunk chunk = builder.build();
        try {
            return store.inTransaction(connection -> {
                if (!TextStatements.isOurs(connection, recorder, target.epoch())) {
                    return Written.FENCED;
                }
                long number = numbering.number(connection);
                TextStatements.writeChunk(connection, recorder, number, since, started, chunk, packer);
                return Written.DONE;
            });
        } catch (StoreFailure e) {
            if (e.kind() != StoreFailure.Kind.ROWS) {
                throw e;
            }
            LOG.warn("the texts of {} flows are not indexed in the shared store: {}", flows.size(), e.getMessage());
            return Written.LEFT_OUT;
        }
    }

    private Held held(long number) {
        return Objects.requireNonNull(next.get(number), "the flow is held");
    }

    /** The lowest numbers, as many as a chunk has. */
    private List<Long> firstNumbers() {
        List<Long> numbers = new ArrayList<>();
        long size = 0;
        for (Map.Entry<Long, Held> each : next.entrySet()) {
            numbers.add(each.getKey());
            size += each.getValue().trigrams().buckets().length;
            if (numbers.size() == TextChunkBuilder.FLOWS || size >= MOST_TRIGRAMS) {
                break;
            }
        }
        return numbers;
    }

    /** Those of the numbers that make a chunk of one day: up to midnight, if that is not within the first few. */
    private List<Long> ofOneDay(List<Long> numbers) {
        long day = commonDay(numbers.stream().map(this::held).toList());
        int from = 0;
        while (held(numbers.get(from)).day() != day) {
            from++;
        }
        if (from >= LEAST_AT_END) {
            return numbers.subList(0, from);
        }
        int to = numbers.size();
        while (held(numbers.get(to - 1)).day() != day) {
            to--;
        }
        return numbers.subList(0, to);
    }

    private static long commonDay(Collection<Held> flows) {
        Map<Long, Integer> days = new HashMap<>();
        flows.forEach(held -> days.merge(held.day(), 1, Integer::sum));
        return Collections.max(days.entrySet(), Map.Entry.comparingByValue()).getKey();
    }
}
