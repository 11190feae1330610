package dev.steno.tui.list;

import dev.steno.flow.FlowNumber;
import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import dev.steno.flow.RecordedBy;
import dev.steno.flow.Times;
import dev.steno.store.FlowRow;
import dev.steno.text.FlowSummary;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Cells;
import dev.steno.tui.line.Style;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of the list. Immutable.
 *
 * @param least the width of the list, in cells, from which on it is shown; {@link #ASKED} if only when it is asked for
 * @param width in cells; 0 for those that share what the others leave
 */
record ListColumn(
        String name,
        int least,
        int width,
        boolean right,
        Function<FlowRow, String> text,
        Function<FlowRow, Style> style) {
    /** The width from which on host and path are two columns, instead of one with the URL. */
    static final int APART = 120;

    private static final int ASKED = Integer.MAX_VALUE;

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    /** The number, which every list begins with. */
    static final ListColumn NUMBER =
            new ListColumn("#", 0, 7, true, row -> FlowNumber.print(row.id()), row -> Style.DIM);

    /** The signs, which follow the number; {@link #signs} has them. */
    static final ListColumn SIGNS = new ListColumn(" ", 0, 2, false, row -> "", ListColumn::ofState);

    /** The columns that can be chosen, in their usual order. */
    static final List<ListColumn> ALL = List.of(
            new ListColumn("mark", 130, 5, false, FlowRow::mark, row -> Style.WARNING),
            new ListColumn("method", 0, 7, false, ListColumn::method, row -> Style.BOLD),
            new ListColumn("status", 0, 6, true, ListColumn::status, row -> Style.ofStatus(row.status())),
            new ListColumn("host", APART, 24, false, FlowRow::host, row -> Style.TEXT),
            new ListColumn("path", APART, 0, false, ListColumn::path, ListColumn::ofPath),
            new ListColumn("url", 0, 0, false, FlowRow::url, ListColumn::ofPath),
            new ListColumn("type", 100, 18, false, ListColumn::type, row -> Style.DIM),
            new ListColumn("size", 60, 9, true, row -> Quantity.bytes(row.responseSize()), row -> Style.TEXT),
            new ListColumn("time", 70, 8, true, ListColumn::duration, row -> Style.TEXT),
            new ListColumn("started", 140, 8, false, ListColumn::started, row -> Style.DIM),
            new ListColumn("comment", ASKED, 0, false, FlowRow::comment, row -> Style.COMMENT),
            new ListColumn("error", ASKED, 0, false, row -> or(row.error()), row -> Style.ERROR),
            new ListColumn("scheme", ASKED, 6, false, FlowRow::scheme, row -> Style.TEXT),
            new ListColumn("port", ASKED, 5, true, row -> Integer.toString(row.port()), row -> Style.TEXT),
            new ListColumn("sent", ASKED, 9, true, row -> Quantity.bytes(row.requestSize()), row -> Style.TEXT),
            new ListColumn("request-type", ASKED, 18, false, row -> mediaType(row.requestType()), row -> Style.DIM),
            new ListColumn("client", ASKED, 21, false, FlowRow::client, row -> Style.DIM),
            new ListColumn("server", ASKED, 24, false, row -> or(row.server()), row -> Style.DIM),
            new ListColumn("recorder", ASKED, 24, false, ListColumn::recorder, row -> Style.DIM),
            new ListColumn("state", ASKED, 11, false, ListColumn::state, ListColumn::ofState));

    /** Returns the names of the columns that can be chosen. */
    static List<String> names() {
        return ALL.stream().map(ListColumn::name).toList();
    }

    /** Returns one cell for a mark: its only character, or a sign for a longer one. */
    static String markSign(FlowRow row) {
        return row.mark().isEmpty() ? " " : Cells.width(row.mark()) == 1 ? row.mark() : "*";
    }

    /**
     * One sign for the state, and one for what was done to the flow: edited before replayed, and replayed in the first cell
     * if that is free. The column of states has the first as a word.
     */
    static String signs(FlowRow row, boolean edited) {
        String state = stateSign(row);
        boolean replayed = row.replay() != Notes.Replay.NONE;
        if (!edited) {
            return state + (replayed ? "↻" : " ");
        }
        return (replayed && state.isBlank() ? "↻" : state) + "✎";
    }

    private static String stateSign(FlowRow row) {
        if (row.held() != null) {
            return "⏸";
        }
        return switch (row.state()) {
            case FAILED -> "✕";
            case INTERRUPTED -> "!";
            case OPEN -> isEventStream(row) ? "≋" : row.webSocket() ? "⇅" : "…";
            default -> row.isUnread() ? "⇢" : row.webSocket() ? "⇅" : isEventStream(row) ? "≋" : " ";
        };
    }

    private static String state(FlowRow row) {
        if (row.held() != null) {
            return "held";
        }
        return switch (row.state()) {
            case FAILED -> "failed";
            case INTERRUPTED -> "interrupted";
            case OPEN -> "open";
            default -> row.isUnread() ? "passed" : "complete";
        };
    }

    private static String recorder(FlowRow row) {
        RecordedBy by = row.recordedBy();
        return by == null ? "" : by.text();
    }

    private static boolean isEventStream(FlowRow row) {
        return mediaType(row.contentType()).equals("text/event-stream");
    }

    static Style ofState(FlowRow row) {
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
        return row.webSocket() ? "websocket" : mediaType(row.contentType());
    }

    private static String mediaType(@Nullable String value) {
        return or(FlowSummary.mediaType(value));
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String duration(FlowRow row) {
        return Times.isSet(row.duration()) ? Quantity.duration(row.duration()) : "";
    }

    private static String started(FlowRow row) {
        return Times.isSet(row.started()) ? CLOCK.format(Times.instant(row.started())) : "";
    }
}
