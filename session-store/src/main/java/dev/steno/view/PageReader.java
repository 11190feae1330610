package dev.steno.view;

import dev.steno.flow.Flow;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

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
        List<FlowRow> rows = new ArrayList<>(ids.size());
        try {
            for (long id : ids) {
                Flow waiting = source.waiting(id);
                if (waiting != null) {
                    rows.add(FlowRow.of(waiting));
                } else {
                    rows.addAll(readers.pages().rows(List.of(id)));
                }
            }
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
