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
        List<Flow> flows = new ArrayList<>(ids.size());
        try {
            for (long id : ids) {
                Flow waiting = source.waiting(id);
                if (waiting != null) {
                    flows.add(waiting);
                } else {
                    readers.pages().flow(id).ifPresent(flows::add);
                }
            }
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        }
        return flows;
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
        Map<Long, FlowRow> waiting = new HashMap<>();
        List<Long> stored = new ArrayList<>(ids.size());
        for (long id : ids) {
            Flow flow = source.waiting(id);
            if (flow == null) {
                stored.add(id);
            } else {
                waiting.put(id, FlowRow.of(flow));
            }
        }
        try {
            List<FlowRow> read = stored.isEmpty() ? List.of() : readers.pages().rows(stored);
            return waiting.isEmpty() ? read : inOrder(ids, waiting, read);
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<FlowRow> inOrder(List<Long> ids, Map<Long, FlowRow> some, List<FlowRow> others) {
        Map<Long, FlowRow> all = new HashMap<>(some);
        others.forEach(row -> all.put(row.id(), row));
        return ids.stream().map(all::get).filter(Objects::nonNull).toList();
    }
}
