package dev.steno.tui.line;

import dev.steno.content.view.Span;
import java.util.List;

/** What a part of a line is, by which a terminal chooses its colour. */
public enum Style {
    TEXT,
    /** Secondary text, such as a time. */
    DIM,
    BOLD,
    /** A title, or a heading of columns. */
    HEADING,
    /** A remark that is not part of the content. */
    NOTE,
    /** A name, e.g. of a header field or a property. */
    KEY,
    STRING,
    NUMBER,
    LITERAL,
    TAG,
    ATTRIBUTE,
    COMMENT,
    PUNCTUATION,
    /** Success: a status of 2xx. */
    GOOD,
    /** Neither success nor failure: a status of 1xx or 3xx. */
    INFO,
    /** A status of 4xx, a held message, a warning. */
    WARNING,
    /** A failure, or a status of 5xx. */
    ERROR,
    /** What a search found. */
    MATCH,
    /** What the first of the highlighted filters matches; the next ones are those of the others. */
    HIGHLIGHT_1,
    HIGHLIGHT_2,
    HIGHLIGHT_3,
    HIGHLIGHT_4,
    HIGHLIGHT_5,
    HIGHLIGHT_6;

    private static final List<Style> HIGHLIGHTS =
            List.of(HIGHLIGHT_1, HIGHLIGHT_2, HIGHLIGHT_3, HIGHLIGHT_4, HIGHLIGHT_5, HIGHLIGHT_6);

    /** Returns the style of what a highlighted filter matches, by its number from 1 to 6. */
    public static Style ofHighlight(int number) {
        return HIGHLIGHTS.get(number - 1);
    }

    /** Returns the style of a part of content. */
    public static Style of(Span.Kind kind) {
        return switch (kind) {
            case TEXT -> TEXT;
            case KEY -> KEY;
            case STRING -> STRING;
            case NUMBER -> NUMBER;
            case LITERAL -> LITERAL;
            case TAG -> TAG;
            case ATTRIBUTE -> ATTRIBUTE;
            case COMMENT -> COMMENT;
            case PUNCTUATION -> PUNCTUATION;
            case HEADING -> HEADING;
            case NOTE -> NOTE;
        };
    }

    /** Returns the style of a response's status (RFC 9110, 15). */
    public static Style ofStatus(int status) {
        return switch (status / 100) {
            case 1, 3 -> INFO;
            case 2 -> GOOD;
            case 4 -> WARNING;
            case 5 -> ERROR;
            default -> TEXT;
        };
    }
}
