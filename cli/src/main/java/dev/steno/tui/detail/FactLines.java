package dev.steno.tui.detail;

import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds lines of names and values below headings. For one thread. */
final class FactLines {
    private static final int NAME = 14;

    private final List<Line> lines = new ArrayList<>();

    /** Adds a heading. */
    FactLines heading(String text) {
        if (!lines.isEmpty()) {
            lines.add(Line.EMPTY);
        }
        lines.add(Line.of(Style.HEADING, text));
        return this;
    }

    /** Adds a value; nothing if it is null or empty. */
    FactLines add(String name, @Nullable String value) {
        return add(name, Style.TEXT, value);
    }

    /** Adds a value in a style; nothing if it is null or empty. */
    FactLines add(String name, Style style, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            Line.Builder line = Line.builder();
            if (name.length() < NAME) {
                line.left(Style.DIM, name, NAME);
            } else {
                line.add(Style.DIM, name + " ");
            }
            lines.add(line.add(style, value).build());
        }
        return this;
    }

    /** Adds a line. */
    FactLines add(Line line) {
        lines.add(line);
        return this;
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }
}
