package dev.steno.tui.app;

import dev.steno.text.Quantity;
import dev.steno.tui.data.RecordingState;
import dev.steno.tui.data.Source;
import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.KeyTable;
import java.util.List;

/** The first and the last lines of a frame. Pure. */
final class Bars {
    /** The number of keys that the bottom line shows. */
    private static final int KEYS = 5;

    private Bars() {}

    /**
     * Returns the first line.
     *
     * @param flows in the session; negative if unknown
     * @param right what the screen says there
     */
    static Line top(String name, Source.Relation relation, RecordingState state, long flows, Line right, int width) {
        boolean live = relation != Source.Relation.READ_ONLY;
        Line.Builder left = Line.builder()
                .add(live ? Style.ERROR : Style.DIM, live ? "● " : "○ ")
                .add(Style.DIM, relation.label() + " ")
                .add(Style.BOLD, name);
        if (flows >= 0) {
            left.add(Style.DIM, " · ").add(Quantity.count(flows, "flow"));
        }
        if (state.held() > 0) {
            left.add(Style.DIM, " · ").add(Style.WARNING, "held " + state.held());
        }
        if (!state.failure().isEmpty()) {
            left.add(Style.DIM, " · ").add(Style.ERROR, state.failure());
        }
        Line shown = left.build();
        int room = width - shown.width() - 2;
        int gap = Math.max(2, room - right.width() + 2);
        Line whole = room < 8 ? shown : shown.then(Line.of(" ".repeat(gap))).then(right);
        return whole.fit(width).on(Ground.BAR);
    }

    /** Returns the screens that are open, for the line where messages are shown. */
    static Line path(List<String> titles) {
        return Line.of(Style.DIM, String.join(" › ", titles));
    }

    /** Returns the last line: the keys that matter most here. */
    static Line bottom(List<KeyTable<?>> tables, int width) {
        Line.Builder line = Line.builder();
        int shown = 0;
        for (KeyTable<?> table : tables) {
            for (Binding<?> row : table.rows()) {
                if (!row.label().isEmpty() && shown < KEYS) {
                    line.add(Style.BOLD, row.keys().get(0)).add(Style.DIM, " " + row.label() + "  ");
                    shown++;
                }
            }
        }
        return line.build().fit(width).on(Ground.BAR);
    }
}
