package dev.steno.script.source;

import java.util.Set;

/**
 * What stands at the top level of a Java source: only types, as in any source file, or also methods and fields, which a class
 * is to be put around. Reads just so much of the grammar (JLS 7.3) as that needs; what is not Java is left to the compiler.
 */
final class SourceShape {
    private static final Set<String> MODIFIERS = Set.of(
            "public",
            "private",
            "protected",
            "static",
            "final",
            "abstract",
            "synchronized",
            "native",
            "strictfp",
            "transient",
            "volatile",
            "default",
            "sealed",
            "non");
    private static final Set<String> TYPES = Set.of("class", "interface", "enum");

    private final String text;
    private int at;
    private int importsEnd;
    private boolean members;

    private SourceShape(String text) {
        this.text = text;
    }

    /**
     * Returns the index at which a class has to begin that contains the rest of the source; below 0 if none is needed.
     */
    static int bodyStart(String text) {
        SourceShape shape = new SourceShape(text);
        shape.read();
        return shape.members ? shape.importsEnd : -1;
    }

    private void read() {
        skipSpace();
        while (at < text.length()) {
            int begin = at;
            String word = declarationWord();
            if (word.equals("import") || word.equals("package")) {
                skipTo(';');
                importsEnd = at;
            } else if (TYPES.contains(word) || word.equals("record") && isRecord()) {
                skipDeclaration();
            } else if (!word.isEmpty() || at < text.length()) {
                members = true;
                skipDeclaration();
            }
            if (at == begin) {
                at++; // whatever it is
            }
            skipSpace();
            while (at < text.length() && text.charAt(at) == ';') {
                at++;
                skipSpace();
            }
        }
    }

    /** Reads annotations and modifiers; returns the word behind them, empty if there is none. */
    private String declarationWord() {
        while (at < text.length()) {
            skipSpace();
            if (at < text.length() && text.charAt(at) == '@') {
                at++;
                skipSpace();
                String name = word();
                if (name.equals("interface")) {
                    return name;
                }
                skipSpace();
                while (at < text.length() && text.charAt(at) == '.') {
                    at++;
                    word();
                    skipSpace();
                }
                if (at < text.length() && text.charAt(at) == '(') {
                    skipBraced();
                }
                continue;
            }
            int begin = at;
            String word = word();
            if (word.equals("non") && text.startsWith("-sealed", at)) {
                at += "-sealed".length();
            } else if (!MODIFIERS.contains(word)) {
                return word;
            } else if (at == begin) {
                return "";
            }
        }
        return "";
    }

    private boolean isRecord() {
        int begin = at;
        skipSpace();
        boolean named = !word().isEmpty();
        skipSpace();
        boolean record = named && at < text.length() && (text.charAt(at) == '(' || text.charAt(at) == '<');
        at = begin;
        return record;
    }

    private String word() {
        int begin = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
        return text.substring(begin, at);
    }

    /** Skips to behind the first semicolon, or the first block, outside of parentheses. */
    private void skipDeclaration() {
        boolean value = false; // behind an equals sign, a block belongs to an expression
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ';') {
                at++;
                return;
            } else if (c == '(' || c == '[' || c == '{') {
                skipBraced();
                if (c == '{' && !value) {
                    return;
                }
            } else if (!skipOpaque()) {
                value |= c == '=';
                at++;
            }
        }
    }

    private void skipTo(char end) {
        while (at < text.length() && text.charAt(at) != end) {
            if (!skipOpaque()) {
                at++;
            }
        }
        at = Math.min(at + 1, text.length());
    }

    /** Skips parentheses, brackets or braces with all that is in them. */
    private void skipBraced() {
        int depth = 0;
        do {
            char c = text.charAt(at);
            if (c == '(' || c == '[' || c == '{') {
                depth++;
                at++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
                at++;
            } else if (!skipOpaque()) {
                at++;
            }
        } while (depth > 0 && at < text.length());
    }

    private void skipSpace() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (!text.startsWith("//", at) && !text.startsWith("/*", at) || !skipOpaque()) {
                return;
            }
        }
    }

    /** Skips a comment, a string or a character. Returns whether there was one. */
    private boolean skipOpaque() {
        if (text.startsWith("//", at)) {
            while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                at++;
            }
        } else if (text.startsWith("/*", at)) {
            skipBehind("*/", at + 2, false);
        } else if (text.startsWith("\"\"\"", at)) {
            skipBehind("\"\"\"", at + 3, true);
        } else if (text.charAt(at) == '"') {
            skipBehind("\"", at + 1, true);
        } else if (text.charAt(at) == '\'') {
            skipBehind("'", at + 1, true);
        } else {
            return false;
        }
        return true;
    }

    private void skipBehind(String end, int from, boolean escapes) {
        at = from;
        while (at < text.length() && !text.startsWith(end, at)) {
            at += escapes && text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + end.length(), text.length());
    }
}
