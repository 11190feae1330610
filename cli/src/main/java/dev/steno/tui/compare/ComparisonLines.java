package dev.steno.tui.compare;

import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparedRow;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a comparison. Immutable; pure. */
record ComparisonLines(List<Long> flows, int width, boolean same) {
    /** The cells that a column needs, so that columns are better than lines. */
    private static final int COLUMN = 36;

    private static final int KEY = 22;

    /** A sign for each flow, so that lines are told apart without colours. */
    private static final List<String> SIGNS = List.of("-", "+", "2", "3");

    private static final List<Style> STYLES = List.of(Style.ERROR, Style.GOOD, Style.INFO, Style.WARNING);

    List<Line> of(List<ComparedPart> parts, Line note) {
        List<Line> lines = new ArrayList<>();
        lines.add(note.parts().isEmpty() ? heading() : note);
        for (ComparedPart part : parts) {
            add(part, lines);
        }
        return lines;
    }

    private boolean inColumns() {
        return (width - KEY - 3) / flows.size() >= COLUMN;
    }

    private int column() {
        return (width - KEY - 3) / flows.size() - 1;
    }

    private Line heading() {
        Line.Builder line = Line.builder();
        if (inColumns()) {
            line.left(Style.TEXT, "", KEY + 3);
        }
        for (int i = 0; i < flows.size(); i++) {
            String name = sign(i) + " #" + flows.get(i);
            line.left(style(i), name, inColumns() ? column() : name.length()).add(" ");
        }
        return line.build();
    }

    private void add(ComparedPart part, List<Line> lines) {
        long differing = part.rows().stream().filter(row -> !row.same()).count();
        long equal = part.rows().size() - differing + part.omitted();
        Line.Builder heading = Line.builder().add(Style.HEADING, part.name());
        heading.add(
                Style.DIM, differing == 0 ? ": the same" : !same && equal > 0 ? ", " + equal + " more the same" : "");
        if (!part.note().isEmpty()) {
            heading.add(Style.NOTE, " (" + part.note() + ")");
        }
        lines.add(Line.EMPTY);
        lines.add(heading.build());
        for (ComparedRow row : part.rows()) {
            if (!row.same()) {
                differs(row, lines);
            } else if (same) {
                lines.add(key(row.key(), " ").add(text(row.values().get(0))).build());
            }
        }
        if (part.omitted() > 0 && same) {
            lines.add(Line.of(Style.NOTE, "(" + Quantity.count(part.omitted(), "further equal value") + ")"));
        }
    }

    private void differs(ComparedRow row, List<Line> lines) {
        if (inColumns()) {
            Line.Builder line = key(row.key(), "≠");
            for (int i = 0; i < flows.size(); i++) {
                String value = row.values().get(i);
                line.left(value == null ? Style.DIM : style(i), text(value), column())
                        .add(" ");
            }
            lines.add(line.build());
            return;
        }
        for (int i = 0; i < flows.size(); i++) {
            String value = row.values().get(i);
            lines.add(key(row.key(), sign(i))
                    .add(value == null ? Style.DIM : style(i), text(value))
                    .build());
        }
    }

    private static Line.Builder key(String key, String sign) {
        return Line.builder()
                .add(Style.BOLD, sign + " ")
                .left(Style.KEY, key, KEY)
                .add(" ");
    }

    private static String sign(int flow) {
        return SIGNS.get(flow);
    }

    private static Style style(int flow) {
        return STYLES.get(flow);
    }

    private static String text(@Nullable String value) {
        return value == null ? "(none)" : value;
    }
}
