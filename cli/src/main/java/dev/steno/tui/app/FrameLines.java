package dev.steno.tui.app;

import dev.steno.tui.line.Line;
import dev.steno.tui.screen.Screen;
import java.util.ArrayList;
import java.util.List;

/** Puts the lines of a frame together: a bar, the rows of a screen, and two lines below them. For one thread. */
final class FrameLines {
    /** Lines besides the rows of the screen. */
    private static final int BARS = 3;

    /** Upper bound on the lines of a message. */
    private static final int MESSAGE = 4;

    private final int width;
    private final int height;
    private final List<Line> lines;

    FrameLines(int width, int height) {
        this.width = width;
        this.height = height;
        this.lines = new ArrayList<>(height);
    }

    /** Returns how many rows a screen has between the bars. */
    static int rows(int height) {
        return Math.max(0, height - BARS);
    }

    /** Adds a line, which is cut or filled to the width. */
    void add(Line line) {
        lines.add(line.fit(width));
    }

    /** Adds the line of a message; the rows above show the beginning of one that is wider, such as one that ends with a path. */
    void addMessage(Line message) {
        int shown = lines.size();
        List<Line> parts = new ArrayList<>();
        for (Line rest = message; parts.isEmpty() || rest.width() > 0; ) {
            Line part = parts.size() < Math.min(MESSAGE, shown) - 1 ? rest.upTo(width) : rest;
            parts.add(part);
            rest = rest.from(Math.max(1, part.width()));
        }
        for (int i = 0; i < parts.size() - 1; i++) {
            lines.set(shown - parts.size() + 1 + i, parts.get(i).fit(width));
        }
        add(parts.get(parts.size() - 1));
    }

    /** Adds the rows of a screen. */
    void add(Screen screen) {
        int rows = rows(height);
        screen.lines(width, rows).forEach(this::add);
        while (lines.size() < rows + 1) {
            add(Line.EMPTY);
        }
    }

    /** Returns the frame. */
    TerminalFrame frame() {
        return new TerminalFrame(lines.subList(0, Math.min(height, lines.size())), -1, 0);
    }

    /** Returns the frame with a prompt below the rows, and its candidates above it. */
    TerminalFrame with(OpenPrompt prompt) {
        int rows = rows(height);
        List<Line> candidates = prompt.candidates();
        for (int i = 0; i < candidates.size() && candidates.size() < rows; i++) {
            lines.set(rows + 1 - candidates.size() + i, candidates.get(i).fit(width));
        }
        add(prompt.line(width));
        add(prompt.below());
        return new TerminalFrame(
                lines.subList(0, Math.min(height, lines.size())), Math.min(height - 1, rows + 1), prompt.cursor(width));
    }
}
