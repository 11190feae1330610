package dev.steno.tui.page;

import dev.steno.text.Quantity;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Figures as the charts write them. Pure. */
final class Figures {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private Figures() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** @param nanos negative if there is none */
    static String duration(long nanos) {
        return nanos < 0 ? "-" : Quantity.duration(nanos);
    }

    /** @param nanos since the epoch */
    static String time(long nanos) {
        return CLOCK.format(Instant.ofEpochSecond(0, nanos));
    }

    /** Returns the ends of a span of time, at those of the cells behind an indent. */
    static Line axis(long from, long to, int indent, int cells) {
        String right = time(to);
        return Line.builder()
                .add(" ".repeat(indent))
                .left(Style.DIM, time(from), Math.max(0, cells - right.length()))
                .add(Style.DIM, right)
                .build();
    }
}
