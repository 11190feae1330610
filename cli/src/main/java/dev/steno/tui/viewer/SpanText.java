package dev.steno.tui.viewer;

import dev.steno.content.view.Span;
import dev.steno.tui.line.Cells;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.List;

/** Makes lines of what content views show. Pure. */
public final class SpanText {
    private static final int TAB = 4;

    private SpanText() {}

    /** Returns a line; its tabs become blanks up to the next column of four. */
    public static Line line(List<Span> spans) {
        Line.Builder line = Line.builder();
        int column = 0;
        for (Span span : spans) {
            String text = span.text();
            int begin = 0;
            for (int tab = text.indexOf('\t'); tab >= 0; tab = text.indexOf('\t', begin)) {
                String before = text.substring(begin, tab);
                column += Cells.width(before);
                int blanks = TAB - column % TAB;
                line.add(Style.of(span.kind()), before + " ".repeat(blanks));
                column += blanks;
                begin = tab + 1;
            }
            String rest = text.substring(begin);
            column += Cells.width(rest);
            line.add(Style.of(span.kind()), rest);
        }
        return line.build();
    }
}
