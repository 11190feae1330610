package dev.steno.filter;

import java.util.function.IntPredicate;

/** Goes over an expression character by character. For one thread, one parse. */
final class Scanner {
    private final String source;
    private int at;

    Scanner(String source) {
        this.source = source;
    }

    /**
     * A word or a quoted text.
     *
     * @param text without its quotes and escapes
     * @param start where it begins in the expression, its quote included
     * @param quoted whether it was in quotes
     */
    record Word(String text, int start, boolean quoted) {}

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    boolean atEnd() {
        return at == source.length();
    }

    /** The next character; NUL at the end. */
    char peek() {
        return atEnd() ? 0 : source.charAt(at);
    }

    void skipSpace() {
        while (!atEnd() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
    }

    /** Goes over the text where it comes next. */
    boolean skip(String text) {
        boolean next = source.startsWith(text, at);
        if (next) {
            at += text.length();
        }
        return next;
    }

    /** The characters that come next and pass the test; may be none. */
    String run(IntPredicate test) {
        int start = at;
        while (!atEnd() && test.test(source.charAt(at))) {
            at++;
        }
        return source.substring(start, at);
    }

    boolean atQuote() {
        return !atEnd() && (peek() == '"' || peek() == '\'');
    }

    /** A word, quoted or of characters that pass the test. Space before it is skipped. */
    Word word(IntPredicate plain, String expected) {
        skipSpace();
        int start = at;
        if (atQuote()) {
            return new Word(quoted(), start, true);
        }
        String text = run(plain);
        if (text.isEmpty()) {
            String hint = peek() == '(' ? expected + " (in quotes where it holds parentheses)" : expected;
            throw error(start, hint);
        }
        if (WordSyntax.isOperator(text)) {
            // To the letter it is a word like any other, but then the `&` of `~u & ~e` would silently be looked for.
            throw error(start, expected + " (in quotes where it is nothing but & or |)");
        }
        return new Word(text, start, false);
    }

    /**
     * A text in quotes. A backslash before a quote or a backslash stands for that character; before any other it stays, so
     * that {@code "\d+"} is the regular expression it looks like.
     */
    private String quoted() {
        int start = at;
        char quote = source.charAt(at++);
        StringBuilder text = new StringBuilder();
        while (!atEnd()) {
            char c = source.charAt(at++);
            if (c == quote) {
                return text.toString();
            }
            if (c == '\\' && !atEnd() && "\\\"'".indexOf(peek()) >= 0) {
                c = source.charAt(at++);
            }
            text.append(c);
        }
        throw new FilterSyntaxException(source, start, "a quote that is never closed", "a closing " + quote);
    }

    FilterSyntaxException error(int column, String expected) {
        return new FilterSyntaxException(source, column, found(column), expected);
    }

    FilterSyntaxException error(int column, String found, String expected) {
        return new FilterSyntaxException(source, column, found, expected);
    }

    /** What stands at a place, as an error names it. */
    private String found(int column) {
        if (column == source.length()) {
            return "the end";
        }
        int end = column + 1;
        boolean sign = "()!&|".indexOf(source.charAt(column)) >= 0;
        while (!sign && end < source.length() && end - column < 20 && WordSyntax.isPlain(source.charAt(end))) {
            end++;
        }
        return "`" + source.substring(column, end) + "`";
    }
}
