package dev.steno.content.view;

/**
 * A part of a line. Immutable.
 *
 * @param text as received, so it may contain control characters other than a line feed
 */
public record Span(Kind kind, String text) {
    /** What a part of a line is, by which a surface chooses its colour. */
    public enum Kind {
        TEXT,
        /** A name, e.g. of a property or a form field. */
        KEY,
        STRING,
        NUMBER,
        /** A value that is a word, such as {@code true} or {@code null}. */
        LITERAL,
        TAG,
        ATTRIBUTE,
        COMMENT,
        PUNCTUATION,
        /** A title that the view adds. */
        HEADING,
        /** A remark that the view adds; it is not part of the content. */
        NOTE
    }
}
