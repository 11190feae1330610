package dev.steno.view;

import dev.steno.flow.Flow;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Reads the newest revisions of flows: from memory if readers cannot see them yet, otherwise from the file. Deleted
 * flows are omitted. For reading threads.
 */
final class PageReader {
    private final FlowSource source;
    private final ViewReaders readers;

    PageReader(FlowSource source, ViewReaders readers) {
        this.source = source;
        this.readers = readers;
    }

    List<Flow> flows(List<Long> ids) {
        Map<Long, Flow> waiting = new HashMap<>();
        List<Long> stored = stored(ids, waiting);
        try {
            List<Flow> read = stored.isEmpty() ? List.of() : readers.pages().flows(stored);
            return waiting.isEmpty() ? read : inOrder(ids, waiting, read, Flow::id);
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the numbers of flows that readers can see; the others are added to the map. */
    private List<Long> stored(List<Long> ids, Map<Long, Flow> waiting) {
        List<Long> stored = new ArrayList<>(ids.size());
        for (long id : ids) {
            Flow flow = source.waiting(id);
            if (flow == null) {
                stored.add(id);
            } else {
                waiting.put(id, flow);
            }
        }
        return stored;
    }

    /** The number of flows that readers can see. */
    long count() {
        try {
            return readers.pages().usage().flows();
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<FlowRow> rows(List<Long> ids) {
        Map<Long, Flow> waiting = new HashMap<>();
        List<Long> stored = stored(ids, waiting);
        try {
            List<FlowRow> read = stored.isEmpty() ? List.of() : readers.pages().rows(stored);
            if (waiting.isEmpty()) {
                return read;
            }
            Map<Long, FlowRow> rows = new HashMap<>();
            waiting.forEach((id, flow) -> rows.put(id, FlowRow.of(flow)));
            return inOrder(ids, rows, read, FlowRow::id);
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> inOrder(List<Long> ids, Map<Long, T> some, List<T> others, ToLongFunction<T> number) {
        Map<Long, T> all = new HashMap<>(some);
        others.forEach(each -> all.put(number.applyAsLong(each), each));
        return ids.stream().map(all::get).filter(Objects::nonNull).toList();
    }
}
