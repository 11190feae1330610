package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;

/**
 * Lays out text of a language whose blocks are in braces. Text that has line breaks of its own keeps them; minified text
 * gets a line for each statement and each brace. Strings and comments are not changed. For reading only: of each
 * language it recognises strings, comments and regular expressions, and nothing else. For one thread.
 */
final class BraceIndent {
    /** The syntax in which the languages differ. */
    enum Language {
        SCRIPT("\"'`", true, false),
        CSS("\"'", false, false),
        GRAPHQL("\"", false, true);

        private final String quotes;
        private final boolean slashes;
        private final boolean hashes;

        /**
         * @param quotes characters that begin and end a string
         * @param slashes whether two slashes begin a comment, and one may begin a regular expression
         * @param hashes whether a hash begins a comment
         */
        Language(String quotes, boolean slashes, boolean hashes) {
            this.quotes = quotes;
            this.slashes = slashes;
            this.hashes = hashes;
        }
    }

    /** A text with a longer line is minified. */
    private static final int LONG_LINE = 300;

    private final String text;
    private final Language language;
    private final ViewOutput out;
    private final boolean minified;
    private int at;
    private int depth;
    private int round;
    private char last;

    private BraceIndent(String text, Language language, ViewOutput out) {
        this.text = text;
        this.language = language;
        this.out = out;
        this.minified = isMinified(text, language);
    }

    static void show(String text, Language language, ViewOutput out) {
        BraceIndent indent = new BraceIndent(text, language, out);
        while (indent.at < text.length()) {
            indent.step();
        }
        out.endOpen();
    }

    private static boolean isMinified(String text, Language language) {
        if (text.strip().indexOf('\n') < 0 && (language != Language.SCRIPT || text.length() > LONG_LINE)) {
            return true;
        }
        int start = 0;
        while (start < text.length()) {
            int feed = text.indexOf('\n', start);
            int stop = feed < 0 ? text.length() : feed;
            if (stop - start > LONG_LINE) {
                return true;
            }
            start = stop + 1;
        }
        return false;
    }

    private void step() {
        char c = text.charAt(at);
        if (c == '\n') {
            at++;
            feed();
        } else if (language.quotes.indexOf(c) >= 0) {
            take(Kind.STRING, stringEnd(c));
        } else if (c == '/' && follows('*')) {
            int close = text.indexOf("*/", at + 2);
            take(Kind.COMMENT, close < 0 ? text.length() : close + 2);
        } else if (c == '/' && language.slashes && follows('/') || c == '#' && language.hashes) {
            int feed = text.indexOf('\n', at);
            take(Kind.COMMENT, feed < 0 ? text.length() : feed);
        } else if (c == '/' && language.slashes && mayBeginExpression()) {
            take(Kind.STRING, expressionEnd());
        } else if (!minified) {
            take(Kind.TEXT, plainEnd());
        } else {
            minifiedStep(c);
        }
    }

    private void minifiedStep(char c) {
        switch (c) {
            case '{' -> {
                put("{");
                depth++;
                newLine();
            }
            case '}' -> {
                depth = Math.max(0, depth - 1);
                newLine();
                put("}");
                int next = skipBlanks(at);
                if (next < text.length() && ";,)".indexOf(text.charAt(next)) >= 0) {
                    at = next;
                } else {
                    newLine();
                }
            }
            case ';' -> {
                put(";");
                if (round == 0) {
                    newLine();
                }
            }
            case ' ', '\t', '\r' -> {
                boolean begins = out.isAtStart();
                while (at < text.length() && " \t\r".indexOf(text.charAt(at)) >= 0) {
                    at++;
                }
                if (!begins && at < text.length() && text.charAt(at) != '}' && text.charAt(at) != '\n') {
                    out.add(Kind.TEXT, " ");
                }
            }
            default -> {
                round = Math.max(0, round + (c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0));
                take(Kind.TEXT, c == '(' || c == '[' || c == ')' || c == ']' ? at + 1 : plainEnd());
            }
        }
    }

    private boolean follows(char second) {
        return at + 1 < text.length() && text.charAt(at + 1) == second;
    }

    private int skipBlanks(int from) {
        int next = from;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\n')) {
            next++;
        }
        return next;
    }

    /** The end of a run of characters without a meaning for the layout. */
    private int plainEnd() {
        int end = at + 1;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c == '\n'
                    || c == '/'
                    || c == '#'
                    || language.quotes.indexOf(c) >= 0
                    || minified && "{};()[] \t\r".indexOf(c) >= 0) {
                break;
            }
            end++;
        }
        return end;
    }

    private int stringEnd(char quote) {
        if (language == Language.GRAPHQL && text.startsWith("\"\"\"", at)) {
            int close = text.indexOf("\"\"\"", at + 3);
            return close < 0 ? text.length() : close + 3;
        }
        int end = at + 1;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c == quote) {
                return end + 1;
            }
            if (c == '\n' && quote != '`') {
                return end; // not closed: the rest is read as code again
            }
            end += c == '\\' ? 2 : 1;
        }
        return text.length();
    }

    /**
     * Whether a slash here may begin a regular expression, because it follows an operator or nothing; otherwise it
     * divides.
     */
    private boolean mayBeginExpression() {
        return last == 0 || "(,=:[!&|?{};+-*%<>~^\n".indexOf(last) >= 0;
    }

    private int expressionEnd() {
        boolean inClass = false;
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '\n') {
            char c = text.charAt(end);
            if (c == '/' && !inClass) {
                return end + 1;
            }
            inClass = c == '[' || inClass && c != ']';
            end += c == '\\' ? 2 : 1;
        }
        return at + 1; // not closed: the slash is a division
    }

    private void put(String mark) {
        at++;
        space();
        out.add(Kind.PUNCTUATION, mark);
        last = mark.charAt(0);
    }

    private void take(Kind kind, int end) {
        int start = at;
        at = Math.min(end, text.length());
        int line = start;
        while (line < at) {
            int stop = ViewOutput.lineEnd(text, line, at);
            space();
            out.add(kind, text, line, stop > line && text.charAt(stop - 1) == '\r' ? stop - 1 : stop);
            if (stop < at) {
                out.end();
            }
            line = stop + 1;
        }
        if (kind != Kind.COMMENT) {
            int visible = at - 1;
            while (visible > start && text.charAt(visible) == ' ') {
                visible--;
            }
            last = text.charAt(visible) == ' ' ? last : text.charAt(visible);
        }
    }

    private void space() {
        if (minified && out.isAtStart()) {
            out.indent(depth);
        }
    }

    private void feed() {
        if (minified) {
            newLine();
        } else {
            out.end();
        }
        last = '\n';
    }

    private void newLine() {
        out.endOpen();
    }
}
