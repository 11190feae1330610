package dev.steno.cli.print;

import dev.steno.flow.Times;
import dev.steno.store.FlowRow;
import dev.steno.text.FlowSummary;
import dev.steno.text.Printable;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes one flow per line for {@code cut} and {@code awk}: complete values, separated by tabs, empty if a flow has
 * none. Control characters are escaped, so a value never contains a tab or a line end.
 */
public final class FlowTsv implements FlowWriter {
    /** The names of the columns in their order. */
    public static final String COLUMNS =
            "id started method status type request_size response_size duration state url error";

    private final PrintStream out;

    FlowTsv(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(FlowRow row) {
        out.print(row.id()
                + "\t" + Timestamps.iso(row.started())
                + "\t" + text(row.method())
                + "\t" + (row.status() == 0 ? "" : row.status())
                + "\t" + text(FlowSummary.mediaType(row.contentType()))
                + "\t" + row.requestSize()
                + "\t" + row.responseSize()
                + "\t"
                + (Times.isSet(row.duration()) ? FlowJson.millis(row.duration()).toPlainString() : "")
                + "\t" + row.state().label()
                + "\t" + text(row.url())
                + "\t" + text(row.error())
                + "\n");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : Printable.line(value);
    }
}
