package dev.steno.command;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into words by the rules in {@link CommandLine}. For one use on one thread. */
final class LineLexer {
    private static final char NONE = 0;

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int startOfLast;
    private int open;
    private char mark = NONE;

    private LineLexer(String line) {
        this.line = line;
    }

    /**
     * The words of a finished line.
     *
     * @throws CommandException if it ends inside a quotation or after a backslash
     */
    static LineLexer strict(String line) {
        LineLexer lexer = new LineLexer(line);
        boolean escapes = lexer.read();
        if (lexer.mark != NONE) {
            throw new CommandException(
                    "the quotation mark " + lexer.mark + " in column " + (lexer.open + 1) + " is not closed");
        }
        if (escapes) {
            throw new CommandException(
                    "the backslash in column " + line.length() + " has no character after it to escape");
        }
        lexer.endWord();
        return lexer;
    }

    /** The words of an unfinished line. The last is the one being typed; empty if the line ends with white space. */
    static LineLexer lenient(String line) {
        LineLexer lexer = new LineLexer(line);
        lexer.read();
        if (!lexer.inWord) {
            lexer.beginWord(line.length());
        }
        lexer.endWord();
        return lexer;
    }

    List<String> words() {
        return words;
    }

    int startOfLast() {
        return startOfLast;
    }

    /** Reads to the end of the line; returns whether it ends in an escaping backslash. */
    private boolean read() {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (mark == NONE && Character.isWhitespace(c)) {
                endWord();
                continue;
            }
            beginWord(i);
            if (mark == NONE && (c == '\'' || c == '"')) {
                mark = c;
                open = i;
            } else if (mark != NONE && c == mark) {
                mark = NONE;
            } else if (c == '\\' && mark != '\'') {
                if (++i == line.length()) {
                    return true;
                }
                word.append(line.charAt(i));
            } else {
                word.append(c);
            }
        }
        return false;
    }

    private void beginWord(int at) {
        if (!inWord) {
            inWord = true;
            startOfLast = at;
        }
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
