package dev.steno.filter;

import java.util.function.IntPredicate;

/** Reads an expression character by character. For one parse on one thread. */
final class FilterLexer {
    private final String source;
    private int at;

    FilterLexer(String source) {
        this.source = source;
    }

    /**
     * A word or a quoted text.
     *
     * @param text without its quotes and escapes
     * @param start its offset in the expression, including the opening quote
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

    /** Returns the next character without consuming it; NUL at the end. */
    char peek() {
        return atEnd() ? 0 : source.charAt(at);
    }

    void skipSpace() {
        while (!atEnd() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
    }

    /** Consumes the text if it comes next; returns whether it did. */
    boolean skip(String text) {
        boolean next = source.startsWith(text, at);
        if (next) {
            at += text.length();
        }
        return next;
    }

    /** Consumes the longest run of characters that pass the test; possibly empty. */
    String run(IntPredicate test) {
        int start = at;
        while (!atEnd() && test.test(source.charAt(at)) && !WordSyntax.isDoubled(source, at)) {
            at++;
        }
        return source.substring(start, at);
    }

    boolean atQuote() {
        return !atEnd() && (peek() == '"' || peek() == '\'');
    }

    /** Consumes the word if it comes next, in any case and as a whole; returns whether it did. */
    boolean skipWord(String word) {
        int end = at + word.length();
        boolean next = source.regionMatches(true, at, word, 0, word.length())
                && (end == source.length()
                        || !WordSyntax.isPlain(source.charAt(end))
                        || WordSyntax.isDoubled(source, end));
        if (next) {
            at = end;
        }
        return next;
    }

    /** Consumes a text: quoted, or a word of plain characters that is not {@link WordSyntax#isReserved reserved}. */
    Word text(String expected) {
        return text(c -> WordSyntax.isPlain((char) c), expected);
    }

    /** Like {@link #text(String)}, of the characters that pass the test. */
    Word text(IntPredicate plain, String expected) {
        Word word = word(plain, expected);
        if (!word.quoted() && WordSyntax.isReserved(word.text())) {
            // A lone `&` must be quoted: otherwise `~u & ~e` would silently search for an ampersand.
            throw error(word.start(), expected + " (`" + word.text() + "` itself goes in quotes)");
        }
        return word;
    }

    /** Consumes a number with its unit, a date, or anything in quotes. */
    Word number(String expected) {
        return word(c -> WordSyntax.isOfNumber((char) c), expected);
    }

    /** Consumes a word: quoted, or a run of characters that pass the test. Skips leading white space. */
    private Word word(IntPredicate plain, String expected) {
        skipSpace();
        int start = at;
        if (atQuote()) {
            return new Word(quoted(), start, true);
        }
        String text = run(plain);
        if (text.isEmpty()) {
            String hint = peek() == '(' ? expected + " (in quotes if it contains parentheses)" : expected;
            throw error(start, hint);
        }
        return new Word(text, start, false);
    }

    /**
     * Consumes a text in quotes. A backslash escapes a quote or a backslash; before any other character it is literal,
     * so that {@code "\d+"} is the regular expression {@code \d+}.
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
        throw new FilterSyntaxException(source, start, "an unclosed quote", "a closing " + quote);
    }

    FilterSyntaxException error(int column, String expected) {
        return new FilterSyntaxException(source, column, found(column), expected);
    }

    FilterSyntaxException error(int column, String found, String expected) {
        return new FilterSyntaxException(source, column, found, expected);
    }

    /** An error whose message tells what does not exist, instead of what was expected. */
    FilterSyntaxException unknown(int column, String what, String hint) {
        return new FilterSyntaxException(source, column, found(column), hint, "there is no " + what + "; " + hint);
    }

    /** Describes the text at an offset for an error message. */
    private String found(int column) {
        if (column == source.length()) {
            return "the end";
        }
        int end = column + (WordSyntax.isDoubled(source, column) ? 2 : 1);
        boolean sign = "()!&|".indexOf(source.charAt(column)) >= 0;
        while (!sign && end < source.length() && end - column < 20 && WordSyntax.isPlain(source.charAt(end))) {
            end++;
        }
        return "`" + source.substring(column, end) + "`";
    }
}
