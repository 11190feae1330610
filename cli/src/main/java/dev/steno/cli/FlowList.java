package dev.steno.cli;

import dev.steno.filter.Content;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.session.FlowRow;
import dev.steno.session.SessionReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flows of a session that match a filter, one after the other. Read in pages: the heap holds one of them, and no read
 * is open in between, so a process that records is not held back. For one thread.
 */
final class FlowList {
    private static final int PAGE = 256;

    private final SessionReader reader;
    private final Filter filter;
    private final Content content;
    private final boolean reverse;
    private final Deque<FlowRow> waiting = new ArrayDeque<>(PAGE);
    private long after = SessionReader.START;
    private boolean ended;

    FlowList(SessionReader reader, Filter filter, Content content, boolean reverse) {
        this.reader = reader;
        this.filter = filter;
        this.content = content;
        this.reverse = reverse;
    }

    /** The next one; null at the end. */
    @Nullable
    FlowRow next() throws IOException {
        while (waiting.isEmpty() && !ended) {
            fetch();
        }
        return waiting.poll();
    }

    private void fetch() throws IOException {
        if (filter == Filter.ALL) {
            List<FlowRow> rows = reader.rows(after, PAGE, reverse);
            waiting.addAll(rows);
            ended = rows.size() < PAGE;
            after = rows.isEmpty() ? after : rows.get(rows.size() - 1).id();
            return;
        }
        List<Flow> flows = reader.page(after, PAGE, reverse);
        for (Flow flow : flows) {
            if (filter.test(flow, content) == Match.YES) {
                waiting.add(FlowRow.of(flow));
            }
        }
        ended = flows.size() < PAGE;
        after = flows.isEmpty() ? after : flows.get(flows.size() - 1).id();
    }
}
