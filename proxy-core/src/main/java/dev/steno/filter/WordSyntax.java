package dev.steno.filter;

/** The characters that words of an expression may contain. Stateless. */
final class WordSyntax {
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
        return c >= 'a' && c <= 'z';
    }

    /** Whether a word is a connective between terms, and therefore needs quotes. */
    static boolean isOperator(String word) {
        return word.equals("&") || word.equals("|");
    }

    /** The text as an expression writes it, in quotes if needed. */
    static String quoted(String text) {
        if (!text.isEmpty() && !isOperator(text) && text.chars().allMatch(c -> isPlain((char) c))) {
            return text;
        }
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
