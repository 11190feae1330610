package dev.steno.tui.message;

import dev.steno.look.MessageRow;
import dev.steno.text.Quantity;
import dev.steno.text.Timestamps;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;

/** The columns of a list of messages. Pure. */
final class MessageColumns {
    private static final int TIME = 12;
    private static final int KIND = 7;
    private static final int SIZE = 9;

    private MessageColumns() {}

    static Line heading() {
        return Line.builder()
                .left(Style.HEADING, "time", TIME + 1)
                .left(Style.HEADING, "from", 9)
                .left(Style.HEADING, "kind", KIND)
                .right(Style.HEADING, "size", SIZE)
                .add(Style.HEADING, "  start")
                .build();
    }

    static Line row(MessageRow row) {
        boolean client = row.direction().isFromClient();
        // an event has no recorded time
        String time = row.time() == 0 ? "" : Timestamps.local(row.time()).substring(11);
        Line.Builder line = Line.builder()
                .left(Style.DIM, time, TIME + 1)
                .left(client ? Style.INFO : Style.GOOD, client ? "> client" : "< server", 9)
                .left(Style.TEXT, row.kind(), KIND)
                .right(Style.TEXT, Quantity.bytes(row.size()), SIZE)
                .add("  ");
        String edit = row.edit();
        if (edit != null) {
            line.add(
                            edit.equals("dropped") || edit.equals("undelivered") ? Style.ERROR : Style.WARNING,
                            glyph(edit) + edit)
                    .add("  ");
        }
        if (row.joins() >= 0) {
            line.add(Style.NOTE, "continues #" + row.joins() + "  ");
        } else if (!row.complete()) {
            line.add(Style.NOTE, "incomplete  ");
        }
        if (row.recorded() < row.size()) {
            line.add(Style.NOTE, Quantity.bytes(row.recorded()) + " kept  ");
        }
        if (row.name() != null) {
            line.add(Style.KEY, row.name()).add("  ");
        }
        return line.add(row.binary() ? Style.NUMBER : Style.TEXT, row.text()).build();
    }

    private static String glyph(String edit) {
        return switch (edit) {
            case "changed" -> "~";
            case "injected" -> "+";
            default -> "-";
        };
    }
}
