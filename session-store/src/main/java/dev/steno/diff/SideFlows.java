package dev.steno.diff;

import dev.steno.compare.Ignored;
import dev.steno.flow.Notes;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.store.WorkStopped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The flows of one side: their numbers, keys and partners, each in the order of the numbers, which is that of their starts. 24
 * bytes a flow. For one thread.
 */
final class SideFlows {
    /** A flow without a partner. */
    static final int NONE = -1;

    private static final List<FlowColumn> URL = List.of(
            FlowColumns.ID,
            FlowColumns.METHOD,
            FlowColumns.SCHEME,
            FlowColumns.HOST,
            FlowColumns.PORT,
            FlowColumns.PATH);

    private static final List<FlowColumn> COLUMNS = Stream.concat(
                    URL.stream(),
                    Stream.of(
                            FlowColumns.STATUS,
                            FlowColumns.REQUEST_SIZE,
                            FlowColumns.RESPONSE_SIZE,
                            FlowColumns.REPLAY))
            .toList();

    /** Flows that are found by their numbers at once. */
    private static final int BY_NUMBER = 1_000;

    /** Of flows that are farther apart than this, on average, each is found by its number; else all between are read. */
    private static final int SPARSE = 4;

    private final Path file;
    private final SessionReader reader;
    private final KeyHash hash;
    private final int most;
    private final Progress progress;
    private int size;
    private int replayed;
    private long[] ids;
    private long[] exact;
    private int[] digests;
    private int[] replays = new int[16];
    private int[] partners = new int[0];

    private SideFlows(DiffSide side, Ignored ignored, int most, Progress progress) {
        this.file = side.file();
        this.reader = side.reader();
        this.hash = new KeyHash(ignored);
        this.most = most;
        this.progress = progress;
        int first = Math.min(most, 1024);
        this.ids = new long[first];
        this.exact = new long[first];
        this.digests = new int[first];
    }

    private static @Nullable Roaring64Bitmap numbers(DiffSide side, Progress progress) throws IOException {
        try {
            return side.choice().numbers(side.reader(), progress::isStopped);
        } catch (CancellationException stopped) {
            throw new WorkStopped();
        }
    }

    /**
     * Reads the flows of a side.
     *
     * @param most upper bound on them
     * @throws LargeSideException if there are more
     */
    static SideFlows read(DiffSide side, Ignored ignored, int most, Progress progress) throws IOException {
        SideFlows flows = new SideFlows(side, ignored, most, progress);
        Roaring64Bitmap chosen = numbers(side, progress);
        if (chosen == null) {
            flows.forEachAfter(COLUMNS, Place.START, Long.MAX_VALUE, flows::add);
        } else if (chosen.getLongCardinality() > most) {
            throw new LargeSideException(most);
        } else {
            flows.forEachOf(COLUMNS, chosen.toArray(), flows::add);
        }
        flows.partners = new int[flows.size];
        Arrays.fill(flows.partners, NONE);
        return flows;
    }

    /** Receives a flow as the current one of a block. */
    @FunctionalInterface
    private interface Visitor {
        void accept(ColumnBlock flow) throws IOException;
    }

    /** Reads the flows behind a place, up to a number. */
    private void forEachAfter(List<FlowColumn> columns, Place first, long last, Visitor to) throws IOException {
        Place after = first;
        while (after.flow() < last) {
            progress.check();
            ColumnBlock block = reader.columns(columns, after);
            while (block.next()) {
                to.accept(block);
            }
            if (block.last().equals(after)) {
                return;
            }
            after = block.last();
        }
    }

    /** Reads flows by their numbers, which ascend; together with those between them if these are few. */
    private void forEachOf(List<FlowColumn> columns, long[] numbers, Visitor to) throws IOException {
        for (int from = 0; from < numbers.length; from += BY_NUMBER) {
            progress.check();
            int end = Math.min(numbers.length, from + BY_NUMBER);
            long[] next = Arrays.copyOfRange(numbers, from, end);
            if (!reader.isInNumberOrder() || (next[next.length - 1] - next[0]) / next.length >= SPARSE) {
                ColumnBlock block = reader.columnsOf(columns, next);
                while (block.next()) {
                    to.accept(block);
                }
                continue;
            }
            forEachAfter(columns, Place.ofNumber(next[0] - 1), next[next.length - 1], flow -> {
                if (Arrays.binarySearch(next, flow.number(FlowColumns.ID)) >= 0) {
                    to.accept(flow);
                }
            });
        }
    }

    private void add(ColumnBlock flow) throws IOException {
        if (size == most) {
            throw new LargeSideException(most);
        }
        if (size == ids.length) {
            int next = Math.min(most, size + size / 2);
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
        long[] numbers = new long[places.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = ids[places[i]];
        }
        int[] next = {0};
        forEachOf(URL, numbers, flow -> {
            long id = flow.number(FlowColumns.ID);
            while (next[0] < numbers.length && numbers[next[0]] < id) {
                next[0]++; // removed from the session meanwhile
            }
            if (next[0] < numbers.length && numbers[next[0]] == id) {
                keys[next[0]++] = hash.of(flow, level);
            }
        });
        return keys;
    }
}
