package dev.steno.tui.list;

import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.store.FlowRow;
import dev.steno.text.FlowSummary;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of the list, as many as its width allows. Pure. */
public final class ListColumns {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    /** The width from which on host and path are two columns, instead of one with the URL. */
    private static final int APART = 120;

    /** What the path or the URL gets at least, in cells. */
    private static final int ADDRESS = 24;

    /**
     * A column. Immutable.
     *
     * @param least the width of the list, in cells, from which on it is shown
     * @param width in cells; 0 for those that share what the others leave
     */
    record Column(
            String name,
            int least,
            int width,
            boolean right,
            Function<FlowRow, String> text,
            Function<FlowRow, Style> style) {}

    private static final List<Column> ALL = List.of(
            new Column("#", 0, 7, true, row -> Long.toString(row.id()), row -> Style.DIM),
            new Column(" ", 0, 2, false, ListColumns::glyphs, ListColumns::ofState),
            new Column("mark", 130, 5, false, FlowRow::mark, row -> Style.WARNING),
            new Column("method", 0, 7, false, ListColumns::method, row -> Style.BOLD),
            new Column("status", 0, 6, true, ListColumns::status, row -> Style.ofStatus(row.status())),
            new Column("host", APART, 24, false, FlowRow::host, row -> Style.TEXT),
            new Column("path", APART, 0, false, ListColumns::path, ListColumns::ofPath),
            new Column("url", 0, 0, false, FlowRow::url, ListColumns::ofPath),
            new Column("type", 100, 18, false, ListColumns::type, row -> Style.DIM),
            new Column("size", 60, 9, true, row -> Quantity.bytes(row.responseSize()), row -> Style.TEXT),
            new Column("time", 70, 8, true, ListColumns::duration, row -> Style.TEXT),
            new Column("started", 140, 8, false, ListColumns::started, row -> Style.DIM));

    private final List<Column> shown;
    private final int rest;

    /** @param width of the list in cells */
    public ListColumns(int width) {
        boolean apart = width >= APART;
        shown = ALL.stream()
                .filter(column -> column.least() <= width && !(column.name().equals("url") && apart))
                .toList();
        int fixed = shown.stream().mapToInt(column -> column.width() + 1).sum();
        rest = Math.max(ADDRESS, width - fixed);
    }

    /** Returns the headings. */
    public Line heading() {
        Line.Builder line = Line.builder();
        for (Column column : shown) {
            add(line, column, Style.HEADING, column.name());
        }
        return line.build();
    }

    /** Returns the row of a flow. */
    public Line row(FlowRow flow) {
        Line.Builder line = Line.builder();
        for (Column column : shown) {
            add(line, column, column.style().apply(flow), column.text().apply(flow));
        }
        return line.build();
    }

    private void add(Line.Builder line, Column column, Style style, String text) {
        int width = column.width() == 0 ? rest : column.width();
        if (column.right()) {
            line.right(style, text, width);
        } else {
            line.left(style, text, width);
        }
        line.add(" ");
    }

    /** One sign for the state, and one for what was done to the flow; each has a text on the page of details. */
    private static String glyphs(FlowRow row) {
        return state(row) + done(row);
    }

    private static String state(FlowRow row) {
        if (row.held() != null) {
            return "⏸";
        }
        return switch (row.state()) {
            case OPEN -> "…";
            case FAILED -> "✕";
            case INTERRUPTED -> "!";
            default -> row.isUnread() ? "⇢" : row.webSocket() ? "⇅" : " ";
        };
    }

    private static String done(FlowRow row) {
        return row.replay() == Notes.Replay.NONE ? " " : "↻";
    }

    private static Style ofState(FlowRow row) {
        return row.held() != null
                ? Style.WARNING
                : row.state() == FlowState.FAILED || row.state() == FlowState.INTERRUPTED ? Style.ERROR : Style.INFO;
    }

    private static String method(FlowRow row) {
        String method = row.method();
        return method == null ? row.scheme() : method;
    }

    private static String status(FlowRow row) {
        return row.status() == 0 ? "" : Integer.toString(row.status());
    }

    private static String path(FlowRow row) {
        String path = row.path();
        return path == null ? ":" + row.port() : path;
    }

    private static Style ofPath(FlowRow row) {
        return row.error() == null ? Style.TEXT : Style.ERROR;
    }

    private static String type(FlowRow row) {
        @Nullable String type = FlowSummary.mediaType(row.contentType());
        return row.webSocket() ? "websocket" : type == null ? "" : type;
    }

    private static String duration(FlowRow row) {
        return Times.isSet(row.duration()) ? Quantity.duration(row.duration()) : "";
    }

    private static String started(FlowRow row) {
        return CLOCK.format(Times.instant(row.started()));
    }
}
