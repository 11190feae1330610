package dev.steno.sqlite.sql;

import java.util.Locale;
import java.util.Set;

/**
 * Looks at the text of a query, as far as is needed to accept one statement that reads. The driver would silently ignore
 * a second statement. Pure.
 */
final class SqlText {
    private static final Set<String> READING = Set.of("select", "with", "values", "explain");

    private final String text;

    SqlText(String text) {
        this.text = text;
    }

    /** Whether the first word begins a statement that reads. */
    boolean reads() {
        int from = blank(0);
        int to = from;
        while (to < text.length() && Character.isLetter(text.charAt(to))) {
            to++;
        }
        return READING.contains(text.substring(from, to).toLowerCase(Locale.ROOT));
    }

    /** Whether anything but blanks and comments follows the first semicolon. */
    boolean hasMore() {
        int at = 0;
        while (at < text.length() && text.charAt(at) != ';') {
            at = next(at);
        }
        return at < text.length() && blank(at + 1) < text.length();
    }

    /** Skips blanks and comments. */
    private int blank(int from) {
        int at = from;
        while (at < text.length()) {
            int next = Character.isWhitespace(text.charAt(at)) ? at + 1 : comment(at);
            if (next == at) {
                return at;
            }
            at = next;
        }
        return at;
    }

    /** Skips a character, or a whole quotation or comment. */
    private int next(int at) {
        int behind = comment(at);
        if (behind > at) {
            return behind;
        }
        char open = text.charAt(at);
        char close = open == '[' ? ']' : open;
        return open == '\'' || open == '"' || open == '`' || open == '['
                ? after(String.valueOf(close), at + 1)
                : at + 1;
    }

    /** Returns the position after a comment; the same position if none begins there. */
    private int comment(int at) {
        if (text.startsWith("--", at)) {
            return after("\n", at);
        }
        return text.startsWith("/*", at) ? after("*/", at + 2) : at;
    }

    private int after(String end, int from) {
        int at = text.indexOf(end, from);
        return at < 0 ? text.length() : at + end.length();
    }
}
