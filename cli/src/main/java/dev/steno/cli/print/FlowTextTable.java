package dev.steno.cli.print;

import dev.steno.flow.FlowError;
import dev.steno.flow.RecordedBy;
import dev.steno.store.FlowRow;
import dev.steno.text.FlowSummary;
import dev.steno.text.ListEntry;
import dev.steno.text.ListLayout;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Writes one flow per row for a terminal, below a heading. */
final class FlowTextTable implements FlowWriter {
    private final PrintStream out;
    private final ListLayout layout;
    private boolean headed;

    FlowTextTable(PrintStream out, ListLayout layout) {
        this.out = out;
        this.layout = layout;
    }

    @Override
    public void write(FlowRow row) {
        if (!headed) {
            headed = true;
            out.print(layout.heading() + "\n");
        }
        String method = row.method();
        RecordedBy by = row.recordedBy();
        out.print(layout.row(
                        new ListEntry(
                                row.id(),
                                row.state(),
                                row.started(),
                                method == null ? row.scheme() : method,
                                row.status(),
                                row.held() != null,
                                row.isUnread(),
                                row.responseSize(),
                                row.duration(),
                                row.webSocket() ? "websocket" : FlowSummary.mediaType(row.contentType()),
                                row.url(),
                                reason(row)),
                        by == null ? "" : by.text())
                + "\n");
    }

    private static @Nullable String reason(FlowRow row) {
        String error = row.error();
        if (error == null) {
            return null;
        }
        FlowError.Step step = row.errorStep();
        return step == null ? error : FlowSummary.reason(new FlowError(step, error, row.started()));
    }
}
