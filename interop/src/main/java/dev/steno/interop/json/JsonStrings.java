package dev.steno.interop.json;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads strings behind their opening quote: resolves escapes, checks UTF-8, and hands on the bytes between two escapes at once.
 * Unknown escapes and control characters are taken as they are. For one thread.
 */
final class JsonStrings {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final int MORE = -1;
    private static final int INVALID = 0;

    private final ByteWindow window;
    private final byte[] escaped = new byte[8];
    private long written;
    private long continuations;
    private boolean wide;
    private boolean lone;
    private boolean broken;

    JsonStrings(ByteWindow window) {
        this.window = window;
    }

    /** Copies a string to the sink. */
    TextTraits copy(Utf8Sink sink) throws IOException {
        written = 0;
        continuations = 0;
        wide = false;
        lone = false;
        broken = false;
        for (; ; ) {
            int start = window.at;
            int stop = runEnd(start);
            if (stop > start) {
                sink.write(window.bytes, start, stop - start);
                written += stop - start;
                window.at = stop;
            }
            if (stop == window.end) {
                if (!window.more()) {
                    throw window.ended("a string");
                }
                continue;
            }
            byte next = window.bytes[stop];
            if (next == '"') {
                window.at++;
                return written == 0 ? TextTraits.EMPTY : new TextTraits(written - continuations, wide, lone, broken);
            }
            if (next == '\\') {
                escape(sink);
            } else if (broken || sequence(stop) != MORE || !window.more()) {
                broken = true;
                window.at++;
                write(next & 0xFF, sink);
            }
        }
    }

    /** Returns the string if all of it is in the window, without escapes, and ASCII; else null, and nothing is consumed. */
    @Nullable
    String plain() {
        int start = window.at;
        int stop = plainEnd(window.bytes, start, window.end);
        if (stop == window.end || window.bytes[stop] != '"') {
            return null;
        }
        window.at = stop + 1;
        return new String(window.bytes, start, stop - start, StandardCharsets.ISO_8859_1);
    }

    /** Passes over a string. */
    void skip() throws IOException {
        for (; ; ) {
            int stop = plainEnd(window.bytes, window.at, window.end);
            window.at = stop;
            if (stop == window.end) {
                if (!window.more()) {
                    throw window.ended("a string");
                }
            } else if (window.bytes[stop] == '"') {
                window.at++;
                return;
            } else if (window.bytes[stop] == '\\') {
                if (!window.has(2)) {
                    throw window.ended("a string");
                }
                window.at += 2;
            } else {
                while (window.at < window.end && window.bytes[window.at] < 0) {
                    window.at++;
                }
            }
        }
    }

    /** Returns the first index at which the bytes cannot be handed on as they are. */
    private int runEnd(int from) {
        byte[] bytes = window.bytes;
        int end = window.end;
        int at = plainEnd(bytes, from, end);
        while (at < end && bytes[at] < 0 && !broken) {
            int length = sequence(at);
            if (length <= 0) {
                return at;
            }
            continuations += length - 1;
            at += length;
            if (at < end && bytes[at] >= 0) {
                at = plainEnd(bytes, at, end);
            }
        }
        return at;
    }

    /** Returns the length of the character of two to four bytes; {@link #INVALID}, or {@link #MORE} if the window ends within it. */
    private int sequence(int at) {
        byte[] bytes = window.bytes;
        int first = bytes[at] & 0xFF;
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4) {
            return INVALID;
        }
        int there = Math.min(length, window.end - at);
        for (int i = 1; i < there; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return INVALID;
            }
        }
        if (there < length) {
            return MORE;
        }
        int second = bytes[at + 1] & 0xFF;
        if (first == 0xE0 && second < 0xA0 || first == 0xF0 && second < 0x90 || first == 0xF4 && second > 0x8F) {
            return INVALID;
        }
        wide |= first > 0xC3;
        lone |= first == 0xED && second > 0x9F;
        return length;
    }

    private void escape(Utf8Sink sink) throws IOException {
        if (!window.has(2)) {
            throw window.ended("a string");
        }
        int value = switch (window.bytes[window.at + 1]) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '/' -> '/';
            case '"' -> '"';
            case '\\' -> '\\';
            default -> -1;
        };
        if (value >= 0) {
            window.at += 2;
            write(value, sink);
            return;
        }
        int unit = unit();
        if (unit < 0) {
            window.at++; // no escape: the backslash stands for itself
            write('\\', sink);
            return;
        }
        window.at += 6;
        if (Character.isHighSurrogate((char) unit)) {
            int low = unit();
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                window.at += 6;
                write(Character.toCodePoint((char) unit, (char) low), sink);
                return;
            }
        }
        write(unit, sink);
    }

    /** Returns the value of the escape {@code \}{@code uXXXX} that follows; -1 if none does. It is not consumed. */
    private int unit() throws IOException {
        if (!window.has(6) || window.bytes[window.at] != '\\' || window.bytes[window.at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = 2; i < 6; i++) {
            int digit = Character.digit(window.bytes[window.at + i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private void write(int point, Utf8Sink sink) throws IOException {
        wide |= point > 0xFF;
        lone |= point >= 0xD800 && point <= 0xDFFF;
        int length = encode(point, escaped);
        sink.write(escaped, 0, length);
        written += length;
        continuations += length - 1;
    }

    /** Writes a code point as UTF-8; a surrogate as three bytes. Returns the number of bytes. */
    static int encode(int point, byte[] to) {
        if (point < 0x80) {
            to[0] = (byte) point;
            return 1;
        }
        if (point < 0x800) {
            to[0] = (byte) (0xC0 | point >> 6);
            to[1] = (byte) (0x80 | point & 0x3F);
            return 2;
        }
        if (point < 0x10000) {
            to[0] = (byte) (0xE0 | point >> 12);
            to[1] = (byte) (0x80 | point >> 6 & 0x3F);
            to[2] = (byte) (0x80 | point & 0x3F);
            return 3;
        }
        to[0] = (byte) (0xF0 | point >> 18);
        to[1] = (byte) (0x80 | point >> 12 & 0x3F);
        to[2] = (byte) (0x80 | point >> 6 & 0x3F);
        to[3] = (byte) (0x80 | point & 0x3F);
        return 4;
    }

    /** Returns the index of the first quote, backslash or byte above 0x7F; eight bytes at a time. */
    private static int plainEnd(byte[] bytes, int from, int end) {
        int at = from;
        for (; at + 8 <= end; at += 8) {
            long eight = (long) LONGS.get(bytes, at);
            long quotes = eight ^ QUOTES;
            long backslashes = eight ^ BACKSLASHES;
            // a byte of zero has its high bit set by this; bytes above the first one may be wrong, which does not
            // matter
            long hits = (quotes - ONES & ~quotes | backslashes - ONES & ~backslashes | eight) & HIGHS;
            if (hits != 0) {
                return at + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        while (at < end && bytes[at] >= 0 && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }
}
