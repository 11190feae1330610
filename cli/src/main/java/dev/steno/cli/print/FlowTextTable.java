package dev.steno.cli.print;

import dev.steno.flow.FlowState;
import dev.steno.flow.Times;
import dev.steno.store.FlowRow;
import dev.steno.text.Colour;
import dev.steno.text.FlowSummary;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.io.PrintStream;

/**
 * Writes one flow per row for a terminal. Rows are written as flows are found, so all columns but the last have fixed
 * widths.
 */
final class FlowTextTable implements FlowWriter {
    private static final int TYPE = 16;
    private static final int FIXED = 7 + 9 + 8 + 4 + 10 + 9;

    /** On a terminal narrower than this number of columns, the type is omitted to leave room for the URL. */
    private static final int WIDE = 100;

    private final PrintStream out;
    private final int width;
    private final boolean colour;
    private boolean headed;

    FlowTextTable(PrintStream out, int width, boolean colour) {
        this.out = out;
        this.width = width;
        this.colour = colour;
    }

    @Override
    public void write(FlowRow row) {
        if (!headed) {
            headed = true;
            line("id", "time", "method", Colour.NONE, "", "size", "taken", "type", "url", Colour.BOLD);
        }
        String method = row.method();
        boolean failed = row.error() != null || row.state() == FlowState.INTERRUPTED;
        line(
                Long.toString(row.id()),
                Timestamps.clock(row.started()),
                Printable.line(method == null ? row.scheme() : method),
                failed ? Colour.RED : Colour.ofStatus(row.status()),
                row.status() != 0 ? Integer.toString(row.status()) : failed ? "err" : "",
                Quantity.bytes(row.responseSize()),
                Times.isSet(row.duration()) ? Quantity.duration(row.duration()) : "",
                row.webSocket()
                        ? "websocket"
                        : Printable.line(String.valueOf(FlowSummary.mediaType(row.contentType()))),
                Printable.line(row.url()),
                Colour.NONE);
    }

    private void line(
            String id,
            String time,
            String method,
            Colour statusColour,
            String status,
            String size,
            String duration,
            String type,
            String url,
            Colour all) {
        boolean wide = width >= WIDE;
        StringBuilder line = new StringBuilder(width + 32);
        line.append(right(id, 6)).append(' ');
        line.append(left(time, 8)).append(' ');
        line.append(left(method, 7)).append(' ');
        line.append(statusColour.paint(left(status, 3), colour)).append(' ');
        line.append(right(size, 9)).append(' ');
        line.append(right(duration, 8)).append(' ');
        if (wide) {
            line.append(left(type.equals("null") ? "" : type, TYPE)).append(' ');
        }
        line.append(left(url, Math.max(20, width - FIXED - (wide ? TYPE + 1 : 0)))
                .stripTrailing());
        out.print(all.paint(line.toString(), colour) + "\n");
    }

    private static String left(String text, int columns) {
        return text.length() > columns
                ? text.substring(0, columns - 1) + "…"
                : text + " ".repeat(columns - text.length());
    }

    /** A number is never truncated; one that is too long shifts the rest of its row. */
    private static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - text.length())) + text;
    }
}
