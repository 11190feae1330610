package dev.steno.cli.print;

/**
 * Indents JSON text. Only white space outside strings changes, so numbers, escapes and duplicate keys appear as sent,
 * and text that is not quite JSON stays readable. Pure.
 */
final class JsonIndent {
    private static final String STEP = "  ";

    private final String text;
    private final StringBuilder out;
    private int depth;
    private int at;

    private JsonIndent(String text) {
        this.text = text;
        this.out = new StringBuilder(text.length() + text.length() / 2);
    }

    static String of(String text) {
        JsonIndent indent = new JsonIndent(text);
        while (indent.at < text.length()) {
            indent.step();
        }
        return indent.out.toString();
    }

    private void step() {
        char c = text.charAt(at++);
        switch (c) {
            case ' ', '\t', '\r', '\n' -> {}
            case '"' -> string();
            case '{', '[' -> open(c);
            case '}', ']' -> {
                depth = Math.max(0, depth - 1);
                line();
                out.append(c);
            }
            case ',' -> {
                out.append(c);
                line();
            }
            case ':' -> out.append(": ");
            default -> out.append(c);
        }
    }

    private void string() {
        int start = at - 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, text.length());
        out.append(text, start, at);
    }

    /** Begins an object or array; an empty one stays on its line. */
    private void open(char c) {
        out.append(c);
        int next = at;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        if (next < text.length() && (text.charAt(next) == '}' || text.charAt(next) == ']')) {
            out.append(text.charAt(next));
            at = next + 1;
            return;
        }
        depth++;
        line();
    }

    private void line() {
        out.append('\n').append(STEP.repeat(Math.min(depth, 64)));
    }
}
