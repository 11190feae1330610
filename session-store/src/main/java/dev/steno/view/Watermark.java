package dev.steno.view;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.store.FlowRow;
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
 * Up to where a session was seen, and what behind that may still change. Flows get their numbers when they begin, and are
 * committed a moment later; so a commit may hold a flow with a higher number than one that the next commit brings. Such gaps
 * are looked at again for {@link #LOOKS} commits. For one thread.
 */
final class Watermark {
    /** A recorder commits what it has at least every 50 ms while more comes: a flow is not later than its second commit. */
    private static final int LOOKS = 50;

    /** More gaps than that are those of a session from which flows were deleted. */
    private static final int MOST_GAPS = 10_000;

    private static final int PAGE = 500;

    private long highest;
    private final Map<Long, Integer> open = new HashMap<>();
    private final TreeMap<Long, Integer> gaps = new TreeMap<>();

    /** All that is there now was seen. */
    void begin(SessionReader reader) throws SessionException {
        highest = reader.lastFlow();
        for (FlowRow row : reader.rows(reader.openIds())) {
            open.put(row.id(), row.revision());
        }
        // Around the highest number there may be some that are not committed yet.
        List<Long> last = reader.ids(SessionReader.START, PAGE, true);
        long from = last.isEmpty() ? 1 : last.get(last.size() - 1);
        var there = new HashSet<>(last);
        for (long id = from; id < highest && gaps.size() < MOST_GAPS; id++) {
            if (!there.contains(id)) {
                gaps.put(id, LOOKS);
            }
        }
    }

    /** Hands on what changed, at its newest revision. */
    void advance(SessionReader reader, Consumer<Flow> changed) throws SessionException {
        List<Long> found = new ArrayList<>();
        List<FlowRow> rows = reader.rows(List.copyOf(open.keySet()));
        Map<Long, Integer> before = Map.copyOf(open);
        open.clear(); // of those that were deleted there is no row
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
        tell(reader, found, changed);
        while (true) {
            List<Long> page = reader.ids(highest, PAGE, false);
            tell(reader, page, changed);
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

    private void tell(SessionReader reader, List<Long> ids, Consumer<Flow> changed) throws SessionException {
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
