package dev.steno.tui.line;

import java.util.ArrayList;
import java.util.List;

/** One line of a screen. Immutable. */
public record Line(List<StyledText> parts) {
    /** A line without text. */
    public static final Line EMPTY = new Line(List.of());

    public Line {
        parts = List.copyOf(parts);
    }

    /** Returns a line of one part. */
    public static Line of(Style style, String text) {
        return new Line(List.of(new StyledText(style, text)));
    }

    /** Returns a line of plain text. */
    public static Line of(String text) {
        return of(Style.TEXT, text);
    }

    /** Returns a line of parts. */
    public static Line of(StyledText... parts) {
        return new Line(List.of(parts));
    }

    /** Returns a builder of a line. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the same text on another ground. */
    public Line on(Ground other) {
        return new Line(parts.stream()
                .map(part -> new StyledText(part.style(), other, part.text()))
                .toList());
    }

    /** Returns how many cells it occupies. */
    public int width() {
        int width = 0;
        for (StyledText part : parts) {
            width += part.width();
        }
        return width;
    }

    /** Returns the text without styles. */
    public String text() {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.text()));
        return text.toString();
    }

    /** Returns a line of exactly a number of cells: cut with an ellipsis, or filled with blanks. */
    public Line fit(int cells) {
        int width = width();
        if (width == cells) {
            return this;
        }
        List<StyledText> fitted = new ArrayList<>(parts);
        if (width > cells) {
            fitted = cutTo(cells);
            width = fitted.stream().mapToInt(StyledText::width).sum();
        }
        if (width < cells) {
            Ground ground =
                    parts.isEmpty() ? Ground.PLAIN : parts.get(parts.size() - 1).ground();
            fitted.add(new StyledText(Style.TEXT, ground, Cells.blanks(cells - width)));
        }
        return new Line(fitted);
    }

    private List<StyledText> cutTo(int cells) {
        List<StyledText> kept = new ArrayList<>();
        int left = cells;
        for (StyledText part : parts) {
            int width = part.width();
            if (width > left || width == left && part != parts.get(parts.size() - 1)) {
                // the ellipsis needs a cell, also if the text that follows is all that is cut
                kept.add(part.with(Cells.cut(part.text() + " ", left)));
                return kept;
            }
            kept.add(part);
            left -= width;
        }
        return kept;
    }

    /** Returns the line without its first cells, for one that was moved to the left. */
    public Line from(int cells) {
        if (cells <= 0) {
            return this;
        }
        List<StyledText> rest = new ArrayList<>();
        int skip = cells;
        for (StyledText part : parts) {
            int width = part.width();
            if (skip >= width) {
                skip -= width;
            } else {
                rest.add(part.with(part.text().substring(Cells.fitting(part.text(), skip))));
                skip = 0;
            }
        }
        return new Line(rest);
    }

    /** Returns as much of the beginning as fits into a number of cells, without an ellipsis. */
    public Line upTo(int cells) {
        List<StyledText> kept = new ArrayList<>();
        int left = cells;
        for (StyledText part : parts) {
            int end = Cells.fitting(part.text(), left);
            kept.add(part.with(part.text().substring(0, end)));
            if (end < part.text().length()) {
                break;
            }
            left -= part.width();
        }
        return new Line(kept);
    }

    /** Returns this line followed by another. */
    public Line then(Line other) {
        List<StyledText> all = new ArrayList<>(parts);
        all.addAll(other.parts);
        return new Line(all);
    }

    /** Builds one line, part by part. For one thread. */
    public static final class Builder {
        private final List<StyledText> parts = new ArrayList<>();

        private Builder() {}

        /** Adds text. */
        public Builder add(Style style, String text) {
            if (!text.isEmpty()) {
                parts.add(new StyledText(style, text));
            }
            return this;
        }

        /** Adds plain text. */
        public Builder add(String text) {
            return add(Style.TEXT, text);
        }

        /** Adds text at the left of a column. */
        public Builder left(Style style, String text, int cells) {
            return add(style, Cells.left(CellText.of(text), cells));
        }

        /** Adds text at the right of a column. */
        public Builder right(Style style, String text, int cells) {
            return add(style, Cells.right(CellText.of(text), cells));
        }

        public Line build() {
            return new Line(parts);
        }
    }
}
