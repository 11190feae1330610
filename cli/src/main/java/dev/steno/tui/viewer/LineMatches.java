package dev.steno.tui.viewer;

import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.line.StyledText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds a text in lines, without regard to case. Pure. */
final class LineMatches {
    private LineMatches() {}

    /** The place of a match. Immutable. */
    record Match(int line, int index) {}

    /** Returns the first match behind a place; null if there is none. */
    static @Nullable Match next(List<Line> lines, String needle, int line, int index) {
        for (int i = line; i < lines.size(); i++) {
            int at = indexOf(lines.get(i).text(), needle, i == line ? index + 1 : 0);
            if (at >= 0) {
                return new Match(i, at);
            }
        }
        return null;
    }

    /** Returns the last match before a place; null if there is none. */
    static @Nullable Match previous(List<Line> lines, String needle, int line, int index) {
        for (int i = Math.min(line, lines.size() - 1); i >= 0; i--) {
            String text = lines.get(i).text();
            int found = -1;
            int end = i == line ? index : text.length();
            for (int at = indexOf(text, needle, 0); at >= 0 && at < end; at = indexOf(text, needle, at + 1)) {
                found = at;
            }
            if (found >= 0) {
                return new Match(i, found);
            }
        }
        return null;
    }

    private static int indexOf(String text, String needle, int from) {
        for (int at = Math.max(0, from); at + needle.length() <= text.length(); at++) {
            if (text.regionMatches(true, at, needle, 0, needle.length())) {
                return at;
            }
        }
        return -1;
    }

    /**
     * Returns a line whose matches are marked.
     *
     * @param current the index of the match that was found last; -1 if it is in another line
     */
    static Line marked(Line line, String needle, int current) {
        String text = line.text();
        int at = needle.isEmpty() ? -1 : indexOf(text, needle, 0);
        if (at < 0) {
            return line;
        }
        List<StyledText> parts = new ArrayList<>();
        int done = 0;
        while (at >= 0) {
            addPlain(line, done, at, parts);
            Ground ground = at == current ? Ground.FOCUS : Ground.PLAIN;
            parts.add(new StyledText(Style.MATCH, ground, text.substring(at, at + needle.length())));
            done = at + needle.length();
            at = indexOf(text, needle, done);
        }
        addPlain(line, done, text.length(), parts);
        return new Line(parts);
    }

    private static void addPlain(Line line, int from, int to, List<StyledText> parts) {
        int begin = 0;
        for (StyledText part : line.parts()) {
            int end = begin + part.text().length();
            if (end > from && begin < to) {
                String text = part.text().substring(Math.max(from, begin) - begin, Math.min(to, end) - begin);
                parts.add(new StyledText(part.style(), part.ground(), text));
            }
            begin = end;
        }
    }
}
