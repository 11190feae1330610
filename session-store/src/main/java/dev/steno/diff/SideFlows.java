package dev.steno.diff;

import dev.steno.compare.Ignored;
import dev.steno.filter.Filter;
import dev.steno.flow.Notes;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowSearch;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.WorkStopped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The flows of one side: their numbers, keys and partners, each in the order of the numbers, which is that of their starts. 24
 * bytes a flow. For one thread.
 */
final class SideFlows {
    /** A flow without a partner. */
    static final int NONE = -1;

    /** Upper bound on flows, which bounds the memory of the keys of both sides to about 400 MB. */
    static final int MOST = 8_000_000;

    private static final List<FlowColumn> COLUMNS = List.of(
            FlowColumns.ID,
            FlowColumns.METHOD,
            FlowColumns.SCHEME,
            FlowColumns.HOST,
            FlowColumns.PORT,
            FlowColumns.PATH,
            FlowColumns.STATUS,
            FlowColumns.REQUEST_SIZE,
            FlowColumns.RESPONSE_SIZE,
            FlowColumns.REPLAY);

    private final Path file;
    private final SessionReader reader;
    private final KeyHash hash;
    private final Progress progress;
    private final @Nullable Roaring64Bitmap selected;
    private int size;
    private int replayed;
    private long[] ids = new long[1024];
    private long[] exact = new long[1024];
    private int[] digests = new int[1024];
    private int[] replays = new int[16];
    private int[] partners = new int[0];

    private SideFlows(DiffSide side, Ignored ignored, Progress progress) throws IOException {
        this.file = side.file();
        this.reader = side.reader();
        this.hash = new KeyHash(ignored);
        this.progress = progress;
        this.selected = side.filter() instanceof Filter.All ? null : numbers(side, progress);
    }

    private static Roaring64Bitmap numbers(DiffSide side, Progress progress) throws IOException {
        try {
            return FlowSearch.numbers(side.reader(), side.filter(), progress::isStopped);
        } catch (CancellationException stopped) {
            throw new WorkStopped();
        }
    }

    /** Reads the flows that match. */
    static SideFlows read(DiffSide side, Ignored ignored, Progress progress) throws IOException {
        SideFlows flows = new SideFlows(side, ignored, progress);
        flows.forEachFlow(flows::add);
        flows.partners = new int[flows.size];
        Arrays.fill(flows.partners, NONE);
        return flows;
    }

    /** Receives a flow as the current one of a block. */
    @FunctionalInterface
    private interface Visitor {
        void accept(ColumnBlock flow) throws IOException;
    }

    private void forEachFlow(Visitor to) throws IOException {
        long after = SessionReader.START;
        while (true) {
            progress.check();
            ColumnBlock block = reader.columns(COLUMNS, after);
            while (block.next()) {
                if (selected == null || selected.contains(block.number(FlowColumns.ID))) {
                    to.accept(block);
                }
            }
            if (block.last() == after) {
                return;
            }
            after = block.last();
        }
    }

    private void add(ColumnBlock flow) throws IOException {
        if (size == MOST) {
            throw new SessionException("more than " + MOST + " flows on one side of a comparison: select fewer of them"
                    + " with --filter, such as a host or a span of time");
        }
        if (size == ids.length) {
            int next = Math.min(MOST, size + size / 2);
            ids = Arrays.copyOf(ids, next);
            exact = Arrays.copyOf(exact, next);
            digests = Arrays.copyOf(digests, next);
        }
        if (flow.number(FlowColumns.REPLAY) == Notes.Replay.REQUEST.number()) {
            replays = replayed == replays.length ? Arrays.copyOf(replays, 2 * replayed) : replays;
            replays[replayed++] = size;
        }
        ids[size] = flow.number(FlowColumns.ID);
        exact[size] = hash.of(flow, KeyHash.Level.EXACT);
        digests[size] = hash.digest(flow);
        size++;
    }

    int size() {
        return size;
    }

    Path file() {
        return file;
    }

    SessionReader reader() {
        return reader;
    }

    long id(int place) {
        return ids[place];
    }

    /** Returns the place of a flow; negative if it is not selected. */
    int place(long id) {
        return Arrays.binarySearch(ids, 0, size, id);
    }

    int digest(int place) {
        return digests[place];
    }

    int partner(int place) {
        return partners[place];
    }

    /** Returns the places of flows that a replay sent. */
    int[] replays() {
        return Arrays.copyOf(replays, replayed);
    }

    /** Makes flows of the two sides partners of each other. */
    static void pair(SideFlows one, int place, SideFlows other, int otherPlace) {
        one.partners[place] = otherPlace;
        other.partners[otherPlace] = place;
    }

    /** Returns the places of flows without a partner, ascending. */
    int[] unpaired() {
        int count = 0;
        for (int partner : partners) {
            count += partner == NONE ? 1 : 0;
        }
        int[] places = new int[count];
        int at = 0;
        for (int i = 0; i < partners.length; i++) {
            if (partners[i] == NONE) {
                places[at++] = i;
            }
        }
        return places;
    }

    /** Returns keys of flows, in the order of their places, which ascend. */
    long[] keys(int[] places, KeyHash.Level level) throws IOException {
        long[] keys = new long[places.length];
        if (level == KeyHash.Level.EXACT) {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = exact[places[i]];
            }
            return keys;
        }
        int[] next = {0};
        forEachFlow(flow -> {
            long id = flow.number(FlowColumns.ID);
            while (next[0] < places.length && ids[places[next[0]]] < id) {
                next[0]++; // removed from the session meanwhile
            }
            if (next[0] < places.length && ids[places[next[0]]] == id) {
                keys[next[0]++] = hash.of(flow, level);
            }
        });
        return keys;
    }
}
