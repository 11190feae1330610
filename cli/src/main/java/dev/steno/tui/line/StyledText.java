package dev.steno.tui.line;

/**
 * A part of a line. Immutable. Its text can do nothing to a terminal but occupy cells: every text of a line passes this
 * constructor, which escapes control characters, bidirectional formatting and everything else that has no shape, or no
 * certain width.
 */
public record StyledText(Style style, Ground ground, String text) {
    public StyledText {
        text = CellText.of(text);
    }

    /** A text on the plain ground. */
    public StyledText(Style style, String text) {
        this(style, Ground.PLAIN, text);
    }

    /** Returns the same style and ground with another text. */
    StyledText with(String other) {
        return new StyledText(style, ground, other);
    }

    /** Returns how many cells it occupies. */
    public int width() {
        return Cells.width(text);
    }
}
