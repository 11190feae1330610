package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;

/** Reads the values of a binary format in the manner of JSON, and shows them as a tree. For one thread. */
abstract class BinaryValues {
    /** Upper bound on the depth of groups within groups. */
    static final int DEEPEST = 64;

    private static final int SHOWN_BYTES = 64;

    final ByteBuffer data;
    final ViewOutput out;

    BinaryValues(ViewContent content, ViewOutput out) {
        this.data = ByteBuffer.wrap(content.data());
        this.out = out;
    }

    /** Shows a value on the current line and as many below it as it needs; false if it is malformed. */
    abstract boolean value(int depth);

    /** Shows one value after the other until the end of the content, or the first that is malformed. */
    final void show(boolean whole) {
        while (data.hasRemaining()) {
            int start = data.position();
            boolean isRight = value(0);
            out.endOpen();
            if (!isRight) {
                if (whole) {
                    out.note("malformed or incomplete after byte " + start + " of " + data.limit());
                }
                return;
            }
        }
    }

    final boolean has(long bytes) {
        return bytes >= 0 && data.remaining() >= bytes;
    }

    final boolean number(String text) {
        out.add(Kind.NUMBER, text);
        return true;
    }

    final boolean literal(String word) {
        out.add(Kind.LITERAL, word);
        return true;
    }

    final boolean text(long length) {
        if (!has(length)) {
            return false;
        }
        byte[] bytes = new byte[(int) length];
        data.get(bytes);
        out.add(Kind.STRING, quoted(bytes));
        return true;
    }

    /** Shows the first of some bytes, and how many there are. */
    final boolean bytes(long length) {
        if (!has(length)) {
            return false;
        }
        int shown = (int) Math.min(length, SHOWN_BYTES);
        byte[] bytes = new byte[shown];
        data.get(bytes);
        data.position(data.position() + (int) length - shown);
        out.add(Kind.COMMENT, String.format("%,d bytes ", length));
        out.add(Kind.STRING, HexFormat.ofDelimiter(" ").formatHex(bytes));
        if (shown == length) {
            remark(bytes);
        }
        out.add(Kind.NOTE, shown < length ? String.format(" (%,d more)", length - shown) : "");
        return true;
    }

    /** Adds what a format says of bytes that were shown whole. */
    void remark(byte[] bytes) {}

    static String quoted(byte[] text) {
        return "\"" + new String(text, StandardCharsets.UTF_8).replace("\n", "\\n") + "\"";
    }

    final boolean array(long count, int depth) {
        return group("[", "]", count, depth, () -> value(depth + 1));
    }

    final boolean map(long count, int depth) {
        return group("{", "}", count, depth, () -> pair(depth));
    }

    /** Shows a key and its value. */
    final boolean pair(int depth) {
        if (!value(depth + 1)) {
            return false;
        }
        out.add(Kind.PUNCTUATION, ": ");
        return value(depth + 1);
    }

    /** Shows entries, one per line. */
    private boolean group(String open, String close, long count, int depth, BooleanSupplier entry) {
        if (count < 0 || depth > DEEPEST) {
            return false;
        }
        out.add(Kind.PUNCTUATION, count == 0 ? open + close : open);
        if (count == 0) {
            return true;
        }
        out.end();
        for (long i = 0; i < count; i++) {
            out.indent(depth + 1);
            if (!entry.getAsBoolean()) {
                return false;
            }
            out.end();
        }
        out.indent(depth).add(Kind.PUNCTUATION, close);
        return true;
    }
}
