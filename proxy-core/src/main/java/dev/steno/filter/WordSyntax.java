package dev.steno.filter;

import java.util.List;

/** The characters that words of an expression may contain. Stateless. */
final class WordSyntax {
    /** The connectives that are words, in any case. */
    static final List<String> CONNECTIVES = List.of("and", "or", "not");

    private static final String SIGNS = "&|!=<>";

    private WordSyntax() {}

    /** Whether an unquoted word may contain the character. */
    static boolean isPlain(char c) {
        return !Character.isWhitespace(c) && "()~'\"".indexOf(c) < 0;
    }

    /** Whether an unquoted number, size, duration or point in time may contain the character. */
    static boolean isOfNumber(char c) {
        return Character.isLetterOrDigit(c) || ".:+-".indexOf(c) >= 0;
    }

    static boolean isName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Whether a word is a connective or consists of signs of the grammar, and therefore needs quotes. */
    static boolean isReserved(String word) {
        return CONNECTIVES.stream().anyMatch(word::equalsIgnoreCase)
                || word.chars().allMatch(c -> SIGNS.indexOf(c) >= 0);
    }

    /** Whether {@code &&} or {@code ||} begins at an offset; both end a word without a space. */
    static boolean isDoubled(String text, int at) {
        return text.startsWith("&&", at) || text.startsWith("||", at);
    }

    /** The text as an expression writes it, in quotes if needed. */
    static String bareOrQuoted(String text) {
        boolean doubled = text.contains("&&") || text.contains("||");
        if (!text.isEmpty() && !isReserved(text) && !doubled && text.chars().allMatch(c -> isPlain((char) c))) {
            return text;
        }
        return inQuotes(text);
    }

    /** The text as an expression writes it, in quotes. */
    static String inQuotes(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append('"').toString();
    }
}
