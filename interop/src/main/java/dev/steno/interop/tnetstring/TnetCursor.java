package dev.steno.interop.tnetstring;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the items in a byte array. {@link #next} moves to the next item of the current level. {@link #enter}
 * moves into a list or dictionary, in which keys and values alternate, and {@link #leave} moves out again. For one
 * thread.
 *
 * <p>Malformed bytes cause a {@link TnetstringException}. Whatever the bytes are, reading a value allocates at most in
 * proportion to the value's own bytes.
 */
public final class TnetCursor {
    /** Upper bound on the digits of a length; 12 are enough for a terabyte. */
    static final int LENGTH_DIGITS = 12;

    /** Deepest nesting of lists and dictionaries. */
    static final int DEPTH = 100;

    /** Upper bound on the digits of an integer. The format has no limit, but parsing takes quadratic time. */
    private static final int INTEGER_DIGITS = 1000;

    private static final String BAD_TAG = "an item ends with one of , ; # ^ ! ~ ] }";

    private final byte[] bytes;
    private final long base;
    private int @Nullable [] ends;
    private int depth;
    private int end;
    private int after;
    private int from;
    private int to;
    private @Nullable TnetType type;

    /** Creates a cursor before the first item. */
    public TnetCursor(byte[] bytes) {
        this(bytes, 0);
    }

    /** @param base offset of the bytes within a larger stream, for messages */
    TnetCursor(byte[] bytes, long base) {
        this.bytes = bytes;
        this.base = base;
        this.end = bytes.length;
    }

    private TnetCursor(byte[] bytes, long base, int from, int to, TnetType type) {
        this.bytes = bytes;
        this.base = base;
        this.from = from;
        this.to = to;
        this.after = to + 1;
        this.end = to + 1;
        this.type = type;
    }

    /**
     * Creates a cursor on an item whose length was read before.
     *
     * @param payloadAndTag all of the item behind the colon
     * @param base offset of these bytes within a larger stream, for messages
     */
    public static TnetCursor on(byte[] payloadAndTag, long base) throws TnetstringException {
        int to = payloadAndTag.length - 1;
        TnetType found = TnetType.of(payloadAndTag[to]);
        if (found == null) {
            throw new TnetstringException(base + to, BAD_TAG);
        }
        return new TnetCursor(payloadAndTag, base, 0, to, found);
    }

    /** Returns another cursor on the current item, which does not move with this one. */
    public TnetCursor part() {
        TnetType found = type;
        if (found == null) {
            throw new IllegalStateException("the cursor is on no item");
        }
        return new TnetCursor(bytes, base, from, to, found);
    }

    /**
     * Moves to the next item of this level, skipping the contents of the current one. Returns its type; null at the end
     * of the level.
     */
    public @Nullable TnetType next() throws TnetstringException {
        if (after == end) {
            type = null;
            return null;
        }
        long length = 0;
        int at = after;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && at - after < LENGTH_DIGITS) {
            length = 10 * length + bytes[at++] - '0';
        }
        if (at == after || at == end || bytes[at] != ':') {
            throw failure(after, "an item begins with the length of its payload, 1 to 12 digits and a colon");
        }
        at++;
        if (length >= end - at) {
            throw failure(after, "an item claims " + length + " bytes, and " + Math.max(0, end - at - 1) + " are left");
        }
        from = at;
        to = at + (int) length;
        after = to + 1;
        TnetType found = TnetType.of(bytes[to]);
        if (found == null) {
            throw failure(to, BAD_TAG);
        }
        type = found;
        return found;
    }

    /** Enters the current list or dictionary; the cursor is then before its first item. */
    public void enter() throws TnetstringException {
        if (type != TnetType.LIST && type != TnetType.DICTIONARY) {
            throw expected("a list or a dictionary");
        }
        if (depth == DEPTH) {
            throw failure(from, "lists and dictionaries nest deeper than " + DEPTH + " levels");
        }
        if (ends == null) {
            ends = new int[DEPTH];
        }
        ends[depth++] = end;
        end = to;
        after = from;
        type = null;
    }

    /** Leaves a list or dictionary, even if it was not read to its end; the cursor is then after it. */
    public void leave() {
        if (depth == 0 || ends == null) {
            throw new IllegalStateException("more lists or dictionaries were left than entered");
        }
        after = end + 1;
        end = ends[--depth];
        type = null;
    }

    /** Returns the type of the current item; null before the first item of a level and after the last. */
    public @Nullable TnetType type() {
        return type;
    }

    /** Returns the length of the current item's payload in bytes. */
    public int size() {
        return to - from;
    }

    /** Returns a copy of the current item's payload, whatever its type. */
    public byte[] payload() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** Returns the current item's payload with one char per byte, whatever its type. */
    public String chars() {
        return ascii();
    }

    /** Writes the current item's payload to a stream. */
    public void copyTo(OutputStream out) throws IOException {
        out.write(bytes, from, to - from);
    }

    /** Returns a copy of a bytes item's value. */
    public byte[] bytes() throws TnetstringException {
        expect(TnetType.BYTES);
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** Returns a bytes item's value, with one char per byte. */
    public String latin1() throws TnetstringException {
        expect(TnetType.BYTES);
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Returns a text item's value. */
    public String text() throws TnetstringException {
        expect(TnetType.TEXT);
        return utf8();
    }

    /** Returns a dictionary's key: a text, or bytes in old files. */
    public String key() throws TnetstringException {
        if (type != TnetType.TEXT && type != TnetType.BYTES) {
            throw expected("a key, which is text or bytes,");
        }
        return utf8();
    }

    /** Returns whether the current item is a key with these ASCII characters. Allocates nothing. */
    public boolean isKey(String ascii) {
        int length = ascii.length();
        if (to - from != length || type != TnetType.TEXT && type != TnetType.BYTES) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns an integer item's value.
     *
     * @throws TnetstringException if it exceeds 64 bits
     */
    public long integer() throws TnetstringException {
        BigInteger value = bigInteger();
        if (value.bitLength() > 63) {
            throw failure(from, "an integer is too large for 64 bits");
        }
        return value.longValue();
    }

    /** Returns an integer item's value. */
    public BigInteger bigInteger() throws TnetstringException {
        expect(TnetType.INTEGER);
        int digits = from < to && bytes[from] == '-' ? from + 1 : from;
        if (digits == to || to - digits > INTEGER_DIGITS) {
            throw failure(from, "an integer has 1 to " + INTEGER_DIGITS + " digits");
        }
        long small = 0;
        for (int i = digits; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw failure(i, "an integer consists of digits");
            }
            small = 10 * small + bytes[i] - '0'; // may overflow; then the value is not used
        }
        return to - digits <= 18 ? BigInteger.valueOf(digits == from ? small : -small) : new BigInteger(ascii());
    }

    /** Returns a float item's value. Accepts an integer item too, since some files store whole numbers as integers. */
    public double real() throws TnetstringException {
        if (type == TnetType.INTEGER) {
            return bigInteger().doubleValue();
        }
        expect(TnetType.FLOAT);
        return Floats.parse(ascii(), () -> failure(from, "a float is a decimal number, inf, -inf or nan"));
    }

    /** Returns a boolean item's value. */
    public boolean bool() throws TnetstringException {
        expect(TnetType.BOOLEAN);
        String text = ascii();
        if (!"true".equals(text) && !"false".equals(text)) {
            throw failure(from, "a boolean is true or false");
        }
        return "true".equals(text);
    }

    /** Checks that the current item is a well-formed null. */
    public void nil() throws TnetstringException {
        expect(TnetType.NULL);
        if (from != to) {
            throw failure(from, "a null has no payload");
        }
    }

    /** Creates an exception with the position of the current item. */
    public TnetstringException failure(String message) {
        return failure(from, message);
    }

    private void expect(TnetType wanted) throws TnetstringException {
        if (type != wanted) {
            throw expected(wanted.label());
        }
    }

    private TnetstringException expected(String wanted) {
        TnetType found = type;
        return failure(from, wanted + " was expected, not " + (found == null ? "an end" : found.label()));
    }

    private String ascii() {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private String utf8() throws TnetstringException {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return decoded();
            }
        }
        return ascii();
    }

    /** Decodes strictly: a byte that is not UTF-8 causes an exception, not a replacement character. */
    private String decoded() throws TnetstringException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw failure(from, "a text is not UTF-8");
        }
    }

    private TnetstringException failure(int at, String message) {
        return new TnetstringException(base + at, message);
    }
}
