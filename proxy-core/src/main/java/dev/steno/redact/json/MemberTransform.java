package dev.steno.redact.json;

import dev.steno.content.JsonTokens;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Redacts values of JSON (RFC 8259) by the names of their members, at any depth. Only colons are looked at: in JSON, a
 * quotation mark without a backslash, a name, another such mark and a colon are nothing but the begin of a member, so the text
 * around it need not be read. A value is replaced by a string, all else stays as it is written. The text is in UTF-8.
 */
public final class MemberTransform extends PieceTransform {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LOW = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;

    /** Upper bound on blanks between a name and its colon. */
    private static final int BLANKS = 64;

    private final JsonRules rules;
    private final MemberNames names;
    private final JsonSecret secret;
    private byte[] before = new byte[0]; // the end of the text so far, as far as a name may reach
    private int next = -1; // the rule of the value that follows
    private boolean unknown; // whether the text is JSON is still to be seen
    private boolean passes; // it is not
    private int copied; // up to here the piece is written

    /** @param isJson whether the text is known to be JSON, or to contain it; otherwise its first character decides */
    public MemberTransform(JsonRules rules, JsonTokenMaker with, boolean isJson) {
        this.rules = rules;
        this.names = rules.memberNames();
        this.secret = new JsonSecret(with);
        this.unknown = !isJson;
    }

    @Override
    protected void take(byte[] piece) {
        int at = 0;
        copied = 0;
        if (unknown) {
            at = JsonBegin.find(piece);
            unknown = at == piece.length;
            passes = !unknown && !JsonBegin.isJson(piece[at]);
        }
        if (!passes && !unknown) {
            search(piece, at);
        }
        if (copied == 0 && !secret.isOpen()) {
            pass(piece);
        } else if (!secret.isOpen()) {
            out.write(piece, copied, piece.length - copied);
        }
        if (!passes) {
            remember(piece);
        }
    }

    private void search(byte[] piece, int from) {
        boolean escapes = indexOf((byte) '\\', before, 0) >= 0 || indexOf((byte) '\\', piece, from) >= 0;
        int at = from;
        while (at >= 0 && at < piece.length) {
            if (secret.isOpen()) {
                at = inSecret(piece, at);
            } else if (next >= 0) {
                at = value(piece, at);
            } else {
                int colon = indexOf((byte) ':', piece, at);
                if (colon >= 0) {
                    next = rule(piece, colon, escapes);
                }
                at = colon < 0 ? -1 : colon + 1;
            }
        }
    }

    private int inSecret(byte[] piece, int from) {
        int end = secret.take(piece, from);
        if (end >= 0) {
            writeText(secret.end());
            copied = end;
        }
        return end;
    }

    /** Looks for the first byte of the value of a secret member; returns where it is, or the end of the piece. */
    private int value(byte[] piece, int from) {
        int at = from;
        while (at < piece.length && JsonSecret.isSpace(piece[at])) {
            at++;
        }
        if (at < piece.length) {
            byte b = piece[at];
            if (b != ',' && b != ']' && b != '}' && b != ':') {
                out.write(piece, copied, at - copied);
                copied = at;
                secret.begin(next, b);
            }
            next = -1;
        }
        return at;
    }

    /** The rule of the member before a colon; -1 if it is none, or no secret one. */
    private int rule(byte[] piece, int colon, boolean escapes) {
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

    private void remember(byte[] piece) {
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

    @Override
    public void end() {
        if (secret.isOpen()) {
            writeText(secret.end());
        }
    }
}
