package dev.steno.text;

import dev.steno.flow.FlowNumber;
import dev.steno.flow.Times;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * The columns of a list of flows on a terminal, one flow per row. Rows are written as flows are found, so all columns
 * but the last have fixed widths, which depend on the terminal's. Immutable.
 */
public final class ListLayout {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss");

    private static final int ID = 6;

    /** Numbers of a store begin with that of the recorder. */
    private static final int SHARED_ID = 10;

    /** On a terminal narrower than this number of columns, the recorder is omitted: the number tells it. */
    private static final int WIDER = 130;

    private static final int STATUS = 6;
    private static final int METHOD = 7;
    private static final int SIZE = 9;
    private static final int DURATION = 8;

    /** On a terminal narrower than this number of columns, the type is omitted to leave room for the URL. */
    private static final int WIDE = 100;

    private static final int SMALLEST_URL = 20;

    /** On a terminal narrower than this number of columns, the reason of a failure takes only what the URL leaves. */
    private static final int NARROW = 80;

    /** With fewer columns for both it is the same, as on a terminal of 80 columns that shows dates. */
    private static final int SCARCE = 26;

    private static final int SHORTEST_REASON = 12;

    /** What the path gets at least, if it is longer, before scheme and host are shortened. */
    private static final int SHORTEST_PATH = 8;

    private final boolean colour;
    private final boolean dates;
    private final boolean narrow;
    private final int id;
    private final int recorder;
    private final int type;
    private final int rest;

    /**
     * @param width columns of the terminal
     * @param colour whether rows are coloured
     * @param dates whether the day is shown before the time
     */
    public ListLayout(int width, boolean colour, boolean dates) {
        this(width, colour, dates, false);
    }

    /**
     * As above.
     *
     * @param shared whether the flows are of a store that several recorders share
     */
    public ListLayout(int width, boolean colour, boolean dates, boolean shared) {
        this.id = shared ? SHARED_ID : ID;
        this.recorder = shared && width >= WIDER ? Math.min(32, 20 + (width - WIDER) / 4) : 0;
        this.colour = colour;
        this.dates = dates;
        this.type = width < WIDE ? 0 : Math.min(32, 16 + (width - WIDE) / 4);
        int fixed = id
                + time()
                + STATUS
                + METHOD
                + SIZE
                + DURATION
                + 6
                + (type == 0 ? 0 : type + 1)
                + (recorder == 0 ? 0 : recorder + 1);
        this.rest = Math.max(SMALLEST_URL, width - fixed);
        this.narrow = width < NARROW || rest < SCARCE;
    }

    private int time() {
        return dates ? 14 : 8;
    }

    /** The heading, without a line end. */
    public String heading() {
        return Colour.BOLD.paint(
                row(
                                "id",
                                dates ? "date and time" : "time",
                                "status",
                                "method",
                                "size",
                                "taken",
                                "type",
                                "recorder",
                                Colour.NONE)
                        + "url",
                colour);
    }

    /** The row of a flow with the reason of a failure after the URL, without a line end. */
    public String row(ListEntry flow) {
        return row(flow, "");
    }

    /**
     * As above.
     *
     * @param by who recorded the flow
     */
    public String row(ListEntry flow, String by) {
        String url = Printable.line(flow.url());
        String why = flow.why();
        if (why == null) {
            return cells(flow, by) + address(url, rest);
        }
        // The URL gives up to two thirds of its place, since the reason is what a reader looks for. On a narrow
        // terminal
        // both would be unreadable: the mark of the failure has to do, and the reason takes what the URL leaves.
        String reason = Printable.line(why);
        int forReason = Math.min(reason.length() + 2, rest * 2 / 3);
        if (narrow) {
            String shown = address(url, rest);
            int left = rest - shown.length() - 2;
            return cells(flow, by)
                    + shown
                    + (left < SHORTEST_REASON ? "" : "  " + Colour.RED.paint(cut(reason, left), colour));
        }
        String shown = address(url, rest - forReason);
        return cells(flow, by) + shown + "  " + Colour.RED.paint(cut(reason, rest - shown.length() - 2), colour);
    }

    /** The row of a flow, and below it the whole reason of a failure; without a line end. */
    public String rows(ListEntry flow) {
        String why = flow.why();
        return cells(flow, "")
                + address(Printable.line(flow.url()), rest)
                + (why == null ? "" : "\n" + indent() + Colour.RED.paint("✗ " + Printable.line(why), colour));
    }

    private String indent() {
        return " ".repeat(id + 1 + time() + 1);
    }

    private String cells(ListEntry flow, String by) {
        return row(
                FlowNumber.print(flow.id()),
                Times.isSet(flow.started())
                        ? (dates ? DATE : CLOCK)
                                .format(Times.instant(flow.started()).atZone(ZoneId.systemDefault()))
                        : "",
                flow.statusCell(),
                Printable.line(flow.method()),
                Quantity.bytes(flow.size()),
                Times.isSet(flow.duration()) ? Quantity.duration(flow.duration()) : "",
                flow.type() == null ? "" : Printable.line(flow.type()),
                Printable.line(by),
                flow.failed()
                        ? Colour.RED
                        : flow.unread() || flow.held() ? Colour.YELLOW : Colour.ofStatus(flow.status()));
    }

    private String row(
            String id,
            String time,
            String status,
            String method,
            String size,
            String duration,
            String mediaType,
            String by,
            Colour ofStatus) {
        StringBuilder line = new StringBuilder(160);
        line.append(right(id, this.id)).append(' ');
        line.append(left(time, time())).append(' ');
        line.append(ofStatus.paint(left(status, STATUS), colour)).append(' ');
        line.append(left(method, METHOD)).append(' ');
        line.append(right(size, SIZE)).append(' ');
        line.append(right(duration, DURATION)).append(' ');
        if (type > 0) {
            line.append(left(mediaType, type)).append(' ');
        }
        if (recorder > 0) {
            line.append(left(by, recorder)).append(' ');
        }
        return line.toString();
    }

    /**
     * Shortens a URL. If scheme and host would leave too little to the path, by which the rows of one site differ, the
     * scheme is omitted and the host shortened.
     */
    private static String address(String url, int columns) {
        int host = url.indexOf("://") + 3;
        int path = host < 3 ? -1 : url.indexOf('/', host);
        if (url.length() <= columns || path < 0 || columns - path >= SHORTEST_PATH) {
            return cut(url, columns);
        }
        int wanted = Math.max(columns / 2, columns - (url.length() - path));
        return cut(cut(url.substring(host, path), wanted) + url.substring(path), columns);
    }

    private static String left(String text, int columns) {
        String shown = cut(text, columns);
        return shown + " ".repeat(columns - shown.length());
    }

    private static String cut(String text, int columns) {
        return text.length() > columns ? text.substring(0, Math.max(0, columns - 1)) + "…" : text;
    }

    /** A number is never truncated; one that is too long shifts the rest of its row. */
    private static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - text.length())) + text;
    }
}
