package dev.steno.stats;

import dev.steno.flow.FlowState;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * One pass over the columns of flows for several questions about the same flows. Open flows are added last, and
 * taken away again once the answers are made, since they will change. For the statistics thread.
 */
final class TallyPass {
    /** If less than one flow in this many is selected, the selected ones are read by number instead of in blocks. */
    private static final int SPARSE = 16;

    private static final int BY_NUMBER = 1_000;

    private final SessionReader reader;
    private final List<Standing<?>> standings;
    private final BooleanSupplier cancelled;
    private final Executor ahead;
    private final long earliest;
    private final long behind;
    private final List<FlowColumn> columns;
    private final Roaring64Bitmap wanted = new Roaring64Bitmap();
    private final Roaring64Bitmap ended = new Roaring64Bitmap();
    private final List<Long> open = new ArrayList<>();

    /**
     * @param standings at least one; each has begun
     * @param ahead reads the next block meanwhile
     */
    TallyPass(SessionReader reader, List<Standing<?>> standings, BooleanSupplier cancelled, Executor ahead) {
        this.ahead = ahead;
        this.reader = reader;
        this.standings = standings;
        this.cancelled = cancelled;
        FlowScope scope = standings.get(0).scope();
        this.earliest = scope.from();
        this.behind = scope.to();
        Set<FlowColumn> all = new LinkedHashSet<>(List.of(FlowColumns.ID, FlowColumns.STATE, FlowColumns.STARTED));
        for (Standing<?> standing : standings) {
            all.addAll(standing.tally().columns());
            wanted.or(standing.missing());
        }
        this.columns = List.copyOf(all);
        standings.forEach(standing -> standing.shareWith(wanted));
    }

    /** @throws CancellationException if the answers are no longer wanted */
    void run(long version, long begun) throws SessionException {
        if (!wanted.isEmpty()) {
            if (reader.isInNumberOrder() && wanted.getLongCardinality() * SPARSE > wanted.last() - wanted.first()) {
                inBlocks();
            } else {
                byNumber();
            }
        }
        List<ColumnBlock> stillOpen = addOpen();
        for (Standing<?> standing : standings) {
            standing.keepAnswer(version, begun);
        }
        for (ColumnBlock block : stillOpen) {
            block.rewind();
            while (block.next()) {
                count(block, -1);
            }
        }
        standings.forEach(standing -> standing.finish(ended));
    }

    private void inBlocks() throws SessionException {
        PeekableLongIterator next = wanted.getLongIterator();
        BlocksAhead blocks = new BlocksAhead(reader, columns, Place.ofNumber(wanted.first() - 1), ahead);
        while (next.hasNext() && blocks.hasNext()) {
            check();
            ColumnBlock block = blocks.next();
            while (block.next()) {
                long id = block.number(FlowColumns.ID);
                next.advanceIfNeeded(id);
                if (!next.hasNext()) {
                    return;
                }
                if (next.peekNext() == id) {
                    addFlow(block, id);
                }
            }
        }
    }

    private void byNumber() throws SessionException {
        PeekableLongIterator next = wanted.getLongIterator();
        while (next.hasNext()) {
            check();
            List<Long> ids = new ArrayList<>(BY_NUMBER);
            while (next.hasNext() && ids.size() < BY_NUMBER) {
                ids.add(next.next());
            }
            ColumnBlock block = read(ids);
            while (block.next()) {
                addFlow(block, block.number(FlowColumns.ID));
            }
        }
    }

    private ColumnBlock read(List<Long> ids) throws SessionException {
        return reader.columnsOf(columns, ids.stream().mapToLong(Long::longValue).toArray());
    }

    private void addFlow(ColumnBlock flow, long id) {
        if (flow.number(FlowColumns.STATE) == FlowState.OPEN.number()) {
            open.add(id);
        } else {
            ended.addLong(id);
            count(flow, 1);
        }
    }

    private List<ColumnBlock> addOpen() throws SessionException {
        List<ColumnBlock> blocks = new ArrayList<>();
        for (int from = 0; from < open.size(); from += BY_NUMBER) {
            check();
            ColumnBlock block = read(open.subList(from, Math.min(from + BY_NUMBER, open.size())));
            blocks.add(block);
            while (block.next()) {
                count(block, 1);
            }
        }
        return blocks;
    }

    private void count(ColumnBlock flow, int weight) {
        long started = flow.number(FlowColumns.STARTED);
        if (started < earliest || started >= behind) {
            return;
        }
        long id = flow.number(FlowColumns.ID);
        for (Standing<?> standing : standings) {
            if (standing.wants(id) && (weight > 0 || standing.tally().isAdditive())) {
                standing.tally().add(flow, weight);
            }
        }
    }

    private void check() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException();
        }
    }
}
