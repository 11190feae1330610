package dev.steno.tui.held;

import dev.steno.flow.Times;
import dev.steno.tui.data.HeldItem;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.concurrent.TimeUnit;

/** The columns of the held messages. Pure. */
final class HeldTable {
    private static final int FLOW = 7;
    private static final int POINT = 13;
    private static final int TIME = 8;
    private static final int METHOD = 7;
    private static final int STATUS = 4;

    /** The width from which on the reason is a column. */
    private static final int WIDE = 120;

    private static final int WHY = 30;

    private final int url;
    private final boolean wide;

    /** @param width in cells */
    HeldTable(int width) {
        wide = width >= WIDE;
        url = Math.max(10, width - (FLOW + POINT + 2 * TIME + METHOD + STATUS + 7) - (wide ? WHY + 1 : 0));
    }

    /** Returns the headings. */
    Line heading() {
        Line.Builder line = Line.builder()
                .right(Style.HEADING, "#", FLOW)
                .add(" ")
                .left(Style.HEADING, "held", POINT)
                .add(" ")
                .right(Style.HEADING, "for", TIME)
                .add(" ")
                .right(Style.HEADING, "ends in", TIME)
                .add(" ");
        if (wide) {
            line.left(Style.HEADING, "by", WHY).add(" ");
        }
        return line.left(Style.HEADING, "method", METHOD)
                .add(" ")
                .right(Style.HEADING, "stat", STATUS)
                .add(" ")
                .left(Style.HEADING, "url", url)
                .build();
    }

    /**
     * Returns the row of a held message.
     *
     * @param now in nanoseconds since the epoch
     */
    Line row(HeldItem item, long now) {
        Line.Builder line = Line.builder()
                .right(Style.DIM, Long.toString(item.flow()), FLOW)
                .add(" ")
                .left(Style.WARNING, item.point() + (item.changed() ? " ✎" : ""), POINT)
                .add(" ")
                .right(Style.TEXT, time(now - item.since()), TIME)
                .add(" ")
                .right(Style.WARNING, Times.isSet(item.deadline()) ? time(item.deadline() - now) : "never", TIME)
                .add(" ");
        if (wide) {
            line.left(Style.DIM, item.why(), WHY).add(" ");
        }
        return line.left(Style.BOLD, item.method(), METHOD)
                .add(" ")
                .right(Style.ofStatus(item.status()), item.status() == 0 ? "" : Integer.toString(item.status()), STATUS)
                .add(" ")
                .left(Style.TEXT, item.url(), url)
                .build();
    }

    /** Returns the row of a message that is not held any more. */
    static Line ended(HeldItem item, String how) {
        return Line.builder()
                .right(Style.DIM, Long.toString(item.flow()), FLOW)
                .add(" ")
                .add(Style.NOTE, how)
                .add(Style.DIM, "  " + item.method() + " " + item.url())
                .build();
    }

    /** Hours, if there are any, minutes and seconds. */
    private static String time(long nanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(Math.max(0, nanos));
        String rest = String.format("%02d:%02d", seconds / 60 % 60, seconds % 60);
        return seconds < 3600 ? rest : seconds / 3600 + ":" + rest;
    }
}
