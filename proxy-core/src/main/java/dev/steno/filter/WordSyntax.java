package dev.steno.filter;

/** What a word of an expression may be made of. */
final class WordSyntax {
    private WordSyntax() {}

    /** Whether a character can stand in a word without quotes. */
    static boolean isPlain(char c) {
        return !Character.isWhitespace(c) && "()~'\"".indexOf(c) < 0;
    }

    /** Whether a character can stand in a number, a size, a length or point of time without quotes. */
    static boolean isOfNumber(char c) {
        return Character.isLetterOrDigit(c) || ".:+-".indexOf(c) >= 0;
    }

    static boolean isName(char c) {
        return c >= 'a' && c <= 'z';
    }

    /** Whether a word is one of the signs between terms, and needs quotes to be a word. */
    static boolean isOperator(String word) {
        return word.equals("&") || word.equals("|");
    }

    /** The text as an expression writes it: in quotes where it needs them. */
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
