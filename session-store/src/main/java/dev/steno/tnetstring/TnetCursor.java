package dev.steno.tnetstring;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the items of a byte array one by one. {@link #next} goes to the next item of the present level;
 * {@link #enter} goes into a list or dictionary, where keys and values come in turn; {@link #leave} comes back. For one thread.
 *
 * <p>Any misfit is a {@link TnetstringException}. Whatever the bytes, it allocates no more than what a value's own bytes need.
 */
public final class TnetCursor {
    /** A longer prefix is refused: 12 digits count a terabyte. */
    static final int LENGTH_DIGITS = 12;

    /** How deep lists and dictionaries may nest. */
    static final int DEPTH = 100;

    /** Integers are unbounded in the format; reading one costs the square of its digits. */
    private static final int INTEGER_DIGITS = 1000;

    private final byte[] bytes;
    private final long base;
    private final int[] ends = new int[DEPTH];
    private int depth;
    private int end;
    private int after;
    private int from;
    private int to;
    private @Nullable TnetType type;

    /** Starts before the first item of the bytes. */
    public TnetCursor(byte[] bytes) {
        this(bytes, 0);
    }

    /** @param base where in a larger stream the bytes begin, for messages */
    TnetCursor(byte[] bytes, long base) {
        this.bytes = bytes;
        this.base = base;
        this.end = bytes.length;
    }

    /** Goes to the next item of this level, passing over what the present one holds; null at the level's end. */
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
            throw failure(to, "an item ends with one of , ; # ^ ! ~ ] }");
        }
        type = found;
        return found;
    }

    /** Goes into the present list or dictionary, before its first item. */
    public void enter() throws TnetstringException {
        if (type != TnetType.LIST && type != TnetType.DICTIONARY) {
            throw expected("a list or a dictionary");
        }
        if (depth == DEPTH) {
            throw failure(from, "lists and dictionaries nest deeper than " + DEPTH + " levels");
        }
        ends[depth++] = end;
        end = to;
        after = from;
        type = null;
    }

    /** Comes back out of a list or dictionary, read to its end or not; {@link #next} goes on behind it. */
    public void leave() {
        if (depth == 0) {
            throw new IllegalStateException("more lists or dictionaries were left than entered");
        }
        after = end + 1;
        end = ends[--depth];
        type = null;
    }

    /** The type of the present item; null before the first of a level, or behind the last. */
    public @Nullable TnetType type() {
        return type;
    }

    /** The value of a bytes item, a copy. */
    public byte[] bytes() throws TnetstringException {
        expect(TnetType.BYTES);
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** The value of a bytes item, one char a byte. */
    public String latin1() throws TnetstringException {
        expect(TnetType.BYTES);
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The value of a text item. */
    public String text() throws TnetstringException {
        expect(TnetType.TEXT);
        return utf8();
    }

    /** A dictionary's key: text, or bytes as old files have them. */
    public String key() throws TnetstringException {
        if (type != TnetType.TEXT && type != TnetType.BYTES) {
            throw expected("a key, which is text or bytes,");
        }
        return utf8();
    }

    /** Whether the present item is a text with these characters, all of which are ASCII. Makes no object. */
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

    /** The value of an integer item that fits. */
    public long integer() throws TnetstringException {
        BigInteger value = bigInteger();
        if (value.bitLength() > 63) {
            throw failure(from, "an integer is too large for 64 bits");
        }
        return value.longValue();
    }

    /** The value of an integer item. */
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
            small = 10 * small + bytes[i] - '0'; // wraps where it is not used
        }
        return to - digits <= 18 ? BigInteger.valueOf(digits == from ? small : -small) : new BigInteger(ascii());
    }

    /** The value of a float item, or of an integer item where whole numbers are written as such. */
    public double real() throws TnetstringException {
        if (type == TnetType.INTEGER) {
            return bigInteger().doubleValue();
        }
        expect(TnetType.FLOAT);
        return Floats.parse(ascii(), () -> failure(from, "a float is a decimal number, inf, -inf or nan"));
    }

    /** The value of a boolean item. */
    public boolean bool() throws TnetstringException {
        expect(TnetType.BOOLEAN);
        String text = ascii();
        if (!"true".equals(text) && !"false".equals(text)) {
            throw failure(from, "a boolean is true or false");
        }
        return "true".equals(text);
    }

    /** Makes sure that the present item is a null as it must be. */
    public void nil() throws TnetstringException {
        expect(TnetType.NULL);
        if (from != to) {
            throw failure(from, "a null has no payload");
        }
    }

    /** A complaint about the present item, with its place. */
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

    /** Where a byte is no UTF-8, that is said, not replaced. */
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
