package dev.steno.view;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.store.FlowRow;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Tracks which flows of a file have been read, and which of those may still change. A flow gets its number when it
 * begins and is committed a moment later, so flow 8 may be in the file before flow 7. Such gaps are checked again in
 * the next {@link #LOOKS} polls that find a commit. For one thread.
 */
final class Watermark {
    /**
     * The number of polls with a commit after which a gap counts as a deleted flow. A flow that has begun is
     * committed much earlier: within 10 ms if the recorder keeps up.
     */
    private static final int LOOKS = 50;

    /** A session with more gaps has had flows deleted; further gaps are not tracked. */
    private static final int MOST_GAPS = 10_000;

    private static final int PAGE = 500;

    private long highest;
    private final Map<Long, Integer> open = new HashMap<>();
    private final TreeMap<Long, Integer> gaps = new TreeMap<>();

    /** Marks all flows in the file as read. */
    void markAllRead(SessionReader reader) throws SessionException {
        highest = reader.lastFlow();
        for (FlowRow row : reader.rows(reader.openIds())) {
            open.put(row.id(), row.revision());
        }
        // Flows just below the highest number may not be committed yet.
        List<Long> last = reader.ids(Place.START, PAGE, true);
        long from = last.isEmpty() ? 1 : last.get(last.size() - 1);
        var there = new HashSet<>(last);
        for (long id = from; id < highest && gaps.size() < MOST_GAPS; id++) {
            if (!there.contains(id)) {
                gaps.put(id, LOOKS);
            }
        }
    }

    /** Reports the newest revision of each flow that changed. */
    void advance(SessionReader reader, Consumer<Flow> changed) throws SessionException {
        List<Long> found = new ArrayList<>();
        List<FlowRow> rows = reader.rows(List.copyOf(open.keySet()));
        Map<Long, Integer> before = Map.copyOf(open);
        open.clear(); // deleted flows have no row, so they are dropped here
        for (FlowRow row : rows) {
            open.put(row.id(), row.revision());
            if (row.revision() != before.getOrDefault(row.id(), 0)) {
                found.add(row.id());
            }
        }
        for (FlowRow row : reader.rows(List.copyOf(gaps.keySet()))) {
            found.add(row.id());
        }
        age();
        reportFlows(reader, found, changed);
        while (true) {
            List<Long> page = reader.ids(Place.ofNumber(highest), PAGE, false);
            reportFlows(reader, page, changed);
            for (long id : page) {
                for (long gap = highest + 1; gap < id && gaps.size() < MOST_GAPS; gap++) {
                    gaps.put(gap, LOOKS);
                }
                highest = id;
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    private void age() {
        for (Iterator<Map.Entry<Long, Integer>> gap = gaps.entrySet().iterator(); gap.hasNext(); ) {
            Map.Entry<Long, Integer> each = gap.next();
            if (each.getValue() == 1) {
                gap.remove();
            } else {
                each.setValue(each.getValue() - 1);
            }
        }
    }

    private void reportFlows(SessionReader reader, List<Long> ids, Consumer<Flow> changed) throws SessionException {
        for (int from = 0; from < ids.size(); from += PAGE) {
            for (Flow flow : reader.flows(ids.subList(from, Math.min(ids.size(), from + PAGE)))) {
                gaps.remove(flow.id());
                if (flow.state() == FlowState.OPEN) {
                    open.put(flow.id(), flow.revision());
                } else {
                    open.remove(flow.id());
                }
                changed.accept(flow);
            }
        }
    }
}
