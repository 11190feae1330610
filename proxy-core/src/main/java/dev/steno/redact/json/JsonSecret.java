package dev.steno.redact.json;

import dev.steno.content.JsonTokens;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A value of JSON that is being replaced: takes its bytes, and makes its token. For one text and one thread. */
final class JsonSecret {
    private final JsonTokenMaker with;
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private int rule = -1; // -1 between values
    private int depth;
    private boolean word; // it is a number, or another word
    private boolean inString;
    private boolean escape;

    JsonSecret(JsonTokenMaker with) {
        this.with = with;
    }

    /** A value begins. @param first its first byte, which is taken again */
    void begin(int byRule, byte first) {
        rule = byRule;
        word = first != '"' && first != '{' && first != '[';
    }

    boolean isOpen() {
        return rule >= 0;
    }

    /** Takes bytes; returns the position behind the value if it ends in them, else -1. */
    int take(byte[] piece, int from) {
        for (int at = from; at < piece.length; at++) {
            byte b = piece[at];
            if (word && (b == ',' || b == '}' || b == ']' || isSpace(b))) {
                return at;
            }
            if (value.size() < PieceTransform.CARRIED) {
                value.write(b);
            }
            if (inString) {
                inString = escape || b != '"';
                escape = !escape && b == '\\';
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            }
            if (!word && !inString && depth == 0) {
                return at + 1;
            }
        }
        return -1;
    }

    /** Ends the value; returns what is written in its place. */
    String end() {
        String written = value.toString(StandardCharsets.UTF_8);
        boolean quoted = written.length() > 1 && written.startsWith("\"");
        String text = quoted ? JsonTokens.unquote(written) : written;
        String bare = quoted ? written.substring(1, written.length() - (written.endsWith("\"") ? 1 : 0)) : written;
        String by = written;
        if (!text.isEmpty() && !written.matches("null|true|false")) {
            by = quoted
                    ? "\"" + with.inString(rule, bytes(text), bytes(bare)) + "\""
                    : with.quoted(rule, bytes(text), bytes(bare));
        }
        value.reset();
        rule = -1;
        depth = 0;
        word = false;
        inString = false;
        escape = false;
        return by;
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
