package dev.steno.content.view;

import dev.steno.content.JsonTokens;
import dev.steno.content.view.Span.Kind;

/**
 * JSON, indented by two spaces; numbers and strings as they were written. Several values, as in lines of JSON, follow
 * each other. Stateless.
 */
final class JsonView implements ContentView {
    @Override
    public String name() {
        return "json";
    }

    @Override
    public String label() {
        return "JSON";
    }

    @Override
    public String syntax() {
        return "json";
    }

    @Override
    public boolean isFor(ViewContent content) {
        String type = content.type().type();
        return content.type().isJson()
                || type.equals("application/x-ndjson")
                || type.equals("application/ndjson")
                || type.equals("application/jsonlines");
    }

    @Override
    public boolean looksRight(ViewContent content) {
        char first = content.firstCharacter();
        return (first == '{' || first == '[') && content.isText() && resembles(content.text());
    }

    /** Whether the first tokens are those of an object or array. */
    private static boolean resembles(String text) {
        JsonTokens tokens = new JsonTokens(text);
        char open = tokens.next() == JsonTokens.Kind.OPEN ? tokens.first() : 0;
        JsonTokens.Kind second = tokens.next();
        if (second == JsonTokens.Kind.CLOSE) {
            return true;
        }
        if (open == '{') {
            return second == JsonTokens.Kind.STRING && tokens.next() == JsonTokens.Kind.COLON;
        }
        return open == '['
                && (second == JsonTokens.Kind.STRING
                        || second == JsonTokens.Kind.OPEN
                        || second == JsonTokens.Kind.WORD && isValue(text.substring(tokens.start(), tokens.end())));
    }

    private static boolean isValue(String word) {
        return word.equals("true")
                || word.equals("false")
                || word.equals("null")
                || word.length() < 100 && word.matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        showText(content.text(), content.whole(), out);
    }

    /** Shows a JSON text. */
    static void showText(String text, boolean whole, ViewOutput out) {
        JsonTokens tokens = new JsonTokens(text);
        int depth = 0;
        boolean complete = false; // whether a value at depth 0 has ended, so that the next begins on a line of its own
        JsonTokens.Kind kind;
        while ((kind = tokens.next()) != JsonTokens.Kind.END) {
            if (complete && depth == 0 && kind != JsonTokens.Kind.COMMA && kind != JsonTokens.Kind.COLON) {
                out.endOpen();
            }
            complete = true;
            switch (kind) {
                case OPEN -> {
                    mark(text, tokens, out);
                    char after = tokens.following();
                    if (after == '}' || after == ']') {
                        tokens.next();
                        mark(text, tokens, out);
                    } else {
                        out.end().indent(++depth);
                    }
                }
                case CLOSE -> {
                    depth = Math.max(0, depth - 1);
                    out.end().indent(depth);
                    mark(text, tokens, out);
                }
                case COMMA -> {
                    mark(text, tokens, out);
                    out.end().indent(depth);
                }
                case COLON -> out.add(Kind.PUNCTUATION, ": ");
                case STRING ->
                    out.add(tokens.following() == ':' ? Kind.KEY : Kind.STRING, text, tokens.start(), tokens.end());
                default -> out.add(kindOf(tokens.first()), text, tokens.start(), tokens.end());
            }
        }
        out.endOpen();
        if (whole && !tokens.isClosed()) {
            out.note("the JSON ends within a string");
        } else if (whole && depth > 0) {
            out.note("the JSON ends before " + depth + (depth == 1 ? " bracket is" : " brackets are") + " closed");
        }
    }

    private static void mark(String text, JsonTokens tokens, ViewOutput out) {
        out.add(Kind.PUNCTUATION, text, tokens.start(), tokens.end());
    }

    private static Kind kindOf(char first) {
        return first == '-' || first >= '0' && first <= '9' ? Kind.NUMBER : Kind.LITERAL;
    }
}
