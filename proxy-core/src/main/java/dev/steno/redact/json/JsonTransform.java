package dev.steno.redact.json;

import dev.steno.content.JsonTokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Redacts values of JSON (RFC 8259) by their paths, of lines of it, and of JSON within other text such as an event stream: a
 * value is replaced by a string, all else stays as it is written. Faults of the text are passed over. The text is in UTF-8.
 */
public final class JsonTransform extends JsonPieces {
    private static final int LONGEST_NAME = 512;
    private static final int DEEPEST = 500;

    /** Names that are remembered, since most members have one that was just seen. A power of two. */
    private static final int RECENT = 64;

    /** What the next byte belongs to. */
    private enum State {
        BETWEEN,
        STRING,
        ESCAPE
    }

    private final JsonRules rules;
    private final List<@Nullable String> names = new ArrayList<>();
    private final List<Integer> indexes = new ArrayList<>();
    private final byte[][] recent = new byte[RECENT][];
    private final String[] recentNames = new String[RECENT];
    private byte[] string = new byte[64]; // the last string, which may be a name, without quotation marks
    private int length;
    private boolean escaped;
    private State state = State.BETWEEN;
    private boolean valueFollows;

    /** @param isJson whether the text is known to be JSON, or to contain it; otherwise its first character decides */
    public JsonTransform(JsonRules rules, JsonTokenMaker with, boolean isJson) {
        super(with, isJson);
        this.rules = rules;
    }

    @Override
    int search(byte[] piece, int from) {
        return state == State.BETWEEN ? between(piece, from) : inString(piece, from);
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
        if (length <= LONGEST_NAME) {
            keep(piece, from, at);
        }
        if (at == piece.length) {
            return at;
        }
        state = ends ? State.BETWEEN : State.ESCAPE;
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
            if (valueFollows && !JsonSecret.isSpace(b)) {
                valueFollows = false;
                int found = b == ',' || b == ']' || b == '}' || b == ':' ? -1 : rules.rule(names, indexes);
                if (found >= 0) {
                    beginSecret(found, piece, at);
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

    /** The last string is the name of the member whose value follows. */
    private void name() {
        int level = names.size() - 1;
        if (level >= 0 && indexes.get(level) < 0) {
            String name = length > LONGEST_NAME ? null : lastString();
            names.set(level, name);
            valueFollows = rules.mayEnd(name);
        }
    }

    private String lastString() {
        if (escaped || length == 0) {
            return JsonTokens.unquote("\"" + new String(string, 0, length, StandardCharsets.UTF_8) + "\"");
        }
        int place = (length + 31 * string[0] + 7 * string[length - 1]) & RECENT - 1;
        byte[] known = recent[place];
        if (known == null || !Arrays.equals(known, 0, known.length, string, 0, length)) {
            known = Arrays.copyOf(string, length);
            recent[place] = known;
            recentNames[place] = new String(known, StandardCharsets.UTF_8);
        }
        return recentNames[place];
    }

    private void structure(byte b) {
        length = LONGEST_NAME + 1; // the string before it is no name
        int level = names.size() - 1;
        if (b == '{' || b == '[') {
            if (names.size() < DEEPEST) {
                names.add(null);
                indexes.add(b == '[' ? 0 : -1);
            }
            valueFollows = b == '[' && rules.mayEnd(null);
        } else if (level >= 0 && b == ',') {
            boolean array = indexes.get(level) >= 0;
            if (array) {
                indexes.set(level, indexes.get(level) + 1);
            } else {
                names.set(level, null);
            }
            valueFollows = array && rules.mayEnd(null);
        } else if (level >= 0) {
            names.remove(level);
            indexes.remove(level);
        }
    }
}
