package dev.steno.redact;

import dev.steno.content.JsonTokens;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final boolean tracks; // whether a rule depends on more than the name of a member
    private final List<@Nullable String> names = new ArrayList<>();
    private final List<Integer> indexes = new ArrayList<>();
    private final ByteArrayOutputStream secret = new ByteArrayOutputStream();
    private byte[] string = new byte[64]; // the last string, which may be a name, without quotation marks
    private int length;
    private boolean escaped;
    private State state = State.BETWEEN;
    private int next = -1; // the rule of the value that follows
    private boolean valueFollows;
    private int rule = -1; // of the value that is being replaced
    private int depth; // within that value
    private boolean word; // that value is a number, or another word
    private boolean unknown; // whether the text is JSON is still to be seen
    private boolean passes; // it is not
    private int copied; // up to here the piece is written

    /** @param isJson whether the text is known to be JSON, or to contain it; otherwise its first character decides */
    JsonTransform(JsonRules rules, Replacing with, boolean isJson) {
        this.rules = rules;
        this.with = with;
        this.tracks = rules.hasPaths();
        this.unknown = !isJson;
    }

    @Override
    void take(byte[] piece) {
        int at = 0;
        copied = 0;
        while (unknown && at < piece.length) {
            byte b = piece[at];
            boolean mark = (b & 0xF0) == 0xE0 || (b & 0xC0) == 0x80; // of the byte order mark, or of no JSON
            if (isSpace(b) || mark) {
                at++;
            } else {
                unknown = false;
                passes = b != '{' && b != '[' && b != ')';
            }
        }
        while (!passes && at < piece.length) {
            if (state != State.BETWEEN) {
                at = inString(piece, at);
            } else if (rule >= 0) {
                at = inSecret(piece, at);
            } else {
                at = between(piece, at);
            }
        }
        if (rule < 0) {
            write(piece, piece.length);
        }
    }

    private void write(byte[] piece, int to) {
        out.write(piece, copied, to - copied);
        copied = to;
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
        if (rule >= 0) {
            secret.write(piece, from, Math.max(0, Math.min(at - from, CARRIED - secret.size())));
        } else if (length <= LONGEST_NAME) {
            keep(piece, from, at);
        }
        if (at == piece.length) {
            return at;
        }
        state = ends ? State.BETWEEN : State.ESCAPE;
        if (rule >= 0) {
            secret.write(piece[at]);
            at++;
            if (ends && depth == 0) {
                endSecret(at);
            }
            return at;
        }
        if (!ends) {
            escaped = true;
            keep(piece, at, at + 1);
        }
        return at + 1;
    }

    private void keep(byte[] piece, int from, int to) {
        int count = Math.min(to - from, LONGEST_NAME + 1 - length);
        if (length + count > string.length) {
            string = Arrays.copyOf(string, LONGEST_NAME + 1);
        }
        System.arraycopy(piece, from, string, length, count);
        length += count;
    }

    /** Takes bytes outside of strings; returns the position behind them. */
    private int between(byte[] piece, int from) {
        for (int at = from; at < piece.length; at++) {
            byte b = piece[at];
            if (valueFollows && !isSpace(b)) {
                valueFollows = false;
                int found = b == ',' || b == ']' || b == '}' || b == ':' ? -1 : valueRule();
                if (found >= 0) {
                    write(piece, at);
                    rule = found;
                    depth = 0;
                    word = b != '"' && b != '{' && b != '[';
                    return at;
                }
            }
            if (b > ':' && b != '{' && b != '}' && b != '[' && b != ']') {
                continue;
            }
            switch (b) {
                case '"' -> {
                    state = State.STRING;
                    length = 0;
                    escaped = false;
                    return at + 1;
                }
                case ':' -> name();
                case '{', '[', '}', ']', ',' -> structure(b);
                default -> {}
            }
        }
        return piece.length;
    }

    private int valueRule() {
        return tracks ? rules.rule(names, indexes) : next;
    }

    /** The last string is the name of the member whose value follows. */
    private void name() {
        if (!tracks) {
            next = length > LONGEST_NAME || !rules.mayName(length, escaped) ? -1 : rules.named(lastString());
            valueFollows = next >= 0;
            return;
        }
        int level = names.size() - 1;
        if (level >= 0 && indexes.get(level) < 0) {
            names.set(level, length > LONGEST_NAME ? null : lastString());
            valueFollows = true;
        }
    }

    private String lastString() {
        String text = new String(string, 0, length, StandardCharsets.UTF_8);
        return escaped ? JsonTokens.unquote("\"" + text + "\"") : text;
    }

    private void structure(byte b) {
        length = LONGEST_NAME + 1; // the string before it is no name
        if (!tracks) {
            return;
        }
        int level = names.size() - 1;
        if (b == '{' || b == '[') {
            if (names.size() < DEEPEST) {
                names.add(null);
                indexes.add(b == '[' ? 0 : -1);
            }
            valueFollows = b == '[';
        } else if (level >= 0 && b == ',') {
            boolean array = indexes.get(level) >= 0;
            if (array) {
                indexes.set(level, indexes.get(level) + 1);
            } else {
                names.set(level, null);
            }
            valueFollows = array;
        } else if (level >= 0) {
            names.remove(level);
            indexes.remove(level);
        }
    }

    /** Takes a byte of a value that is replaced, outside of its strings. */
    private int inSecret(byte[] piece, int from) {
        byte b = piece[from];
        if (word && (b == ',' || b == '}' || b == ']' || isSpace(b))) {
            endSecret(from);
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
                endSecret(from + 1);
            }
        }
        return from + 1;
    }

    private void endSecret(int behind) {
        writeSecret();
        copied = behind;
    }

    private void writeSecret() {
        String written = secret.toString(StandardCharsets.UTF_8);
        boolean quoted = written.length() > 1 && written.startsWith("\"");
        String text = quoted ? JsonTokens.unquote(written) : written;
        String bare = quoted ? written.substring(1, written.length() - (written.endsWith("\"") ? 1 : 0)) : written;
        if (text.isEmpty() || written.matches("null|true|false") || Redacted.isToken(text)) {
            writeText(written);
        } else {
            writeText(
                    quoted
                            ? "\"" + with.unicode(rule, "json", bytes(text), bytes(bare)) + "\""
                            : with.quoted(rule, bytes(text), bytes(bare)));
        }
        secret.reset();
        rule = -1;
        depth = 0;
        word = false;
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    @Override
    public void end() {
        if (rule >= 0) {
            writeSecret();
        }
    }
}
