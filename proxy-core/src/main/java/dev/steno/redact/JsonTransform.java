package dev.steno.redact;

import dev.steno.content.JsonTokens;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Redacts values of JSON (RFC 8259), of lines of it, and of JSON within other text such as an event stream: a value is
 * replaced by a string, all else stays as it is written. Faults of the text are passed over. The text is in UTF-8.
 */
final class JsonTransform extends PieceTransform {
    private static final int LONGEST_NAME = 512;
    private static final int DEEPEST = 500;

    /** What the next byte belongs to. */
    private enum State {
        BETWEEN,
        STRING,
        ESCAPE
    }

    private final JsonRules rules;
    private final Replacing with;
    private final List<@Nullable String> names = new ArrayList<>();
    private final List<Integer> indexes = new ArrayList<>();
    private final ByteArrayOutputStream string = new ByteArrayOutputStream();
    private final ByteArrayOutputStream secret = new ByteArrayOutputStream();
    private State state = State.BETWEEN;
    private @Nullable String last; // the last string, which may be a name
    private int rule = -1; // of the value that is being replaced
    private int depth; // within that value
    private boolean word; // that value is a number, or another word
    private boolean valueFollows;
    private boolean unknown; // whether the text is JSON is still to be seen
    private boolean passes; // it is not

    /** @param isJson whether the text is known to be JSON, or to contain it; otherwise its first character decides */
    JsonTransform(JsonRules rules, Replacing with, boolean isJson) {
        this.rules = rules;
        this.with = with;
        this.unknown = !isJson;
    }

    @Override
    void take(byte[] piece) {
        int at = 0;
        while (unknown && at < piece.length) {
            byte b = piece[at];
            boolean mark = (b & 0xF0) == 0xE0 || (b & 0xC0) == 0x80; // of the byte order mark, or of no JSON
            if (!isSpace(b) && !mark) {
                unknown = false;
                passes = b != '{' && b != '[' && b != ')';
            } else {
                out.write(b);
                at++;
            }
        }
        if (passes) {
            out.write(piece, at, piece.length - at);
            return;
        }
        while (at < piece.length) {
            at = state == State.BETWEEN ? between(piece, at) : inString(piece, at);
        }
    }

    /** Takes a part of a string; returns the position behind it. */
    private int inString(byte[] piece, int from) {
        int at = from;
        if (state == State.ESCAPE) {
            state = State.STRING;
            at++;
        }
        while (at < piece.length && piece[at] != '"' && piece[at] != '\\') {
            at++;
        }
        boolean ends = at < piece.length && piece[at] == '"';
        if (at < piece.length) {
            state = ends ? State.BETWEEN : State.ESCAPE;
            at++;
        }
        keep(piece, from, at);
        if (ends) {
            endString();
        }
        return at;
    }

    private void keep(byte[] piece, int from, int to) {
        if (rule >= 0) {
            secret.write(piece, from, Math.max(0, Math.min(to - from, CARRIED - secret.size())));
            return;
        }
        if (string.size() <= LONGEST_NAME) {
            string.write(piece, from, Math.min(to - from, LONGEST_NAME + 1));
        }
        out.write(piece, from, to - from);
    }

    private void endString() {
        if (rule >= 0) {
            if (depth == 0) {
                endSecret();
            }
            return;
        }
        last = string.size() > LONGEST_NAME ? null : JsonTokens.unquote(string.toString(StandardCharsets.UTF_8));
        string.reset();
    }

    /** Takes bytes outside of strings; returns the position behind them. */
    private int between(byte[] piece, int from) {
        byte b = piece[from];
        if (rule >= 0) {
            return inSecret(piece, from);
        }
        if (valueFollows && !isSpace(b)) {
            valueFollows = false;
            int found = b == ':' || b == ',' || b == ']' || b == '}' ? -1 : rules.rule(names, indexes);
            if (found >= 0) {
                rule = found;
                depth = 0;
                word = b != '"' && b != '{' && b != '[';
                return inSecret(piece, from);
            }
        }
        out.write(b);
        switch (b) {
            case '"' -> {
                state = State.STRING;
                string.reset();
                string.write(b);
            }
            case '{' -> open(-1);
            case '[' -> {
                open(0);
                valueFollows = true;
            }
            case '}', ']' -> closeLevel();
            case ',' -> nextElement();
            case ':' -> {
                int level = names.size() - 1;
                if (level >= 0 && indexes.get(level) < 0) {
                    names.set(level, last);
                    valueFollows = true;
                }
            }
            default -> {}
        }
        return from + 1;
    }

    private void open(int index) {
        if (names.size() < DEEPEST) {
            names.add(null);
            indexes.add(index);
        }
    }

    private void closeLevel() {
        if (!names.isEmpty()) {
            names.remove(names.size() - 1);
            indexes.remove(indexes.size() - 1);
        }
    }

    private void nextElement() {
        int level = names.size() - 1;
        if (level >= 0 && indexes.get(level) >= 0) {
            indexes.set(level, indexes.get(level) + 1);
            valueFollows = true;
        } else if (level >= 0) {
            names.set(level, null);
        }
    }

    /** Takes a byte of a value that is replaced, outside of its strings. */
    private int inSecret(byte[] piece, int from) {
        byte b = piece[from];
        if (word && (b == ',' || b == '}' || b == ']' || isSpace(b))) {
            endSecret();
            return from; // it is taken again
        }
        if (secret.size() < CARRIED) {
            secret.write(b);
        }
        if (b == '"') {
            state = State.STRING;
        } else if (b == '{' || b == '[') {
            depth++;
        } else if (b == '}' || b == ']') {
            depth--;
            if (depth == 0) {
                endSecret();
            }
        }
        return from + 1;
    }

    private void endSecret() {
        String written = secret.toString(StandardCharsets.UTF_8);
        boolean quoted = written.length() > 1 && written.startsWith("\"");
        String text = quoted ? JsonTokens.unquote(written) : written;
        String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String bare = quoted ? written.substring(1, written.length() - (written.endsWith("\"") ? 1 : 0)) : written;
        String raw = new String(bare.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        if (bytes.isEmpty() || written.matches("null|true|false") || Redacted.isToken(text)) {
            writeText(written);
        } else {
            writeText("\"" + with.unicode(rule, "json", bytes, raw) + "\"");
        }
        secret.reset();
        rule = -1;
        depth = 0;
        word = false;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    @Override
    public void end() {
        if (rule >= 0) {
            endSecret();
        }
    }
}
