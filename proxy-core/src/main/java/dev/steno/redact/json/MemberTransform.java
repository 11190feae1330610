package dev.steno.redact.json;

import dev.steno.content.JsonTokens;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Redacts values of JSON (RFC 8259) by the names of their members, at any depth. Only colons are looked at: in JSON, a
 * quotation mark without a backslash, a name, another such mark and a colon are nothing but the begin of a member, so the text
 * around it need not be read. A value is replaced by a string, all else stays as it is written. The text is in UTF-8.
 */
public final class MemberTransform extends JsonPieces {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LOW = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;

    /** Upper bound on blanks between a name and its colon. */
    private static final int BLANKS = 64;

    private final JsonRules rules;
    private final MemberNames names;
    private byte[] before = new byte[0]; // the end of the text so far, as far as a name may reach
    private int next = -1; // the rule of the value that follows
    private byte @Nullable [] scanned; // the piece that was searched for escapes
    private boolean escapes; // it has some, or what is before it

    /** @param isJson whether the text is known to be JSON, or to contain it; otherwise its first character decides */
    public MemberTransform(JsonRules rules, JsonTokenMaker with, boolean isJson) {
        super(with, isJson);
        this.rules = rules;
        this.names = rules.memberNames();
    }

    @Override
    int search(byte[] piece, int from) {
        if (scanned != piece) {
            scanned = piece;
            escapes = indexOf((byte) '\\', before, 0) >= 0 || indexOf((byte) '\\', piece, from) >= 0;
        }
        int at = from;
        while (at < piece.length) {
            if (next < 0) {
                int colon = indexOf((byte) ':', piece, at);
                if (colon < 0) {
                    return piece.length;
                }
                next = rule(piece, colon);
                at = colon + 1;
            } else {
                while (at < piece.length && JsonSecret.isSpace(piece[at])) {
                    at++;
                }
                if (at < piece.length && beginsValue(piece, at)) {
                    return at;
                }
            }
        }
        return at;
    }

    /** Whether the value of a secret member begins at a position, where it is begun. */
    private boolean beginsValue(byte[] piece, int at) {
        byte b = piece[at];
        boolean begins = b != ',' && b != ']' && b != '}' && b != ':';
        if (begins) {
            beginSecret(next, piece, at);
        }
        next = -1;
        return begins;
    }

    /** The rule of the member before a colon; -1 if it is none, or no secret one. */
    private int rule(byte[] piece, int colon) {
        int end = colon - 1;
        while (end >= 0 && JsonSecret.isSpace(piece[end])) {
            end--;
        }
        if (end >= 0 && piece[end] != '"') {
            return -1;
        }
        byte[] data = piece;
        if (end < names.reach() && before.length > 0) {
            data = Arrays.copyOf(before, before.length + Math.min(colon, names.reach() + BLANKS));
            System.arraycopy(piece, 0, data, before.length, data.length - before.length);
            end += before.length;
            while (end >= 0 && JsonSecret.isSpace(data[end])) {
                end--;
            }
        }
        if (end < 0 || data[end] != '"') {
            return -1;
        }
        int rule = names.rule(data, end);
        if (rule < 0 && escapes) {
            String name = names.escapedBefore(data, end);
            return name == null ? -1 : rules.named(JsonTokens.unquote("\"" + name + "\""));
        }
        return rule;
    }

    @Override
    void ended(byte[] piece) {
        scanned = null;
        int reach = names.reach() + BLANKS;
        if (piece.length >= reach) {
            before = Arrays.copyOfRange(piece, piece.length - reach, piece.length);
        } else {
            int kept = Math.min(before.length, reach - piece.length);
            byte[] all = Arrays.copyOfRange(before, before.length - kept, before.length + piece.length);
            System.arraycopy(piece, 0, all, kept, piece.length);
            before = all;
        }
    }

    /** The first place of a byte, eight bytes at a time. */
    static int indexOf(byte wanted, byte[] data, int from) {
        long each = (wanted & 0xFFL) * LOW;
        int at = from;
        for (; at <= data.length - Long.BYTES; at += Long.BYTES) {
            long differs = (long) WORDS.get(data, at) ^ each;
            long zero = (differs - LOW) & ~differs & HIGH;
            if (zero != 0) {
                return at + (Long.numberOfTrailingZeros(zero) >> 3);
            }
        }
        for (; at < data.length; at++) {
            if (data[at] == wanted) {
                return at;
            }
        }
        return -1;
    }
}
