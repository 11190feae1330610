package dev.steno.interop.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Base64 in both alphabets (RFC 4648, 4 and 5), with white space and with or without padding. Stateless. */
final class Base64Text {
    private static final byte OTHER = -1;
    private static final byte BLANK = -2;
    private static final byte PAD = -3;
    private static final byte[] VALUES = values();

    private Base64Text() {}

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, OTHER);
        for (int i = 0; i < 26; i++) {
            values['A' + i] = (byte) i;
            values['a' + i] = (byte) (26 + i);
        }
        for (int i = 0; i < 10; i++) {
            values['0' + i] = (byte) (52 + i);
        }
        values['+'] = 62;
        values['-'] = 62;
        values['/'] = 63;
        values['_'] = 63;
        values['='] = PAD;
        for (char blank : new char[] {' ', '\t', '\r', '\n', '\f'}) {
            values[blank] = BLANK;
        }
        return values;
    }

    /** Returns the number of bytes that a text stands for; -1 if it is not Base64. */
    static long decodedSize(TextSpool text) throws IOException {
        long digits = 0;
        boolean padded = false;
        byte[] buffer = text.isInMemory() ? text.memory() : new byte[64 << 10];
        try (InputStream in = text.isInMemory() ? InputStream.nullInputStream() : text.open()) {
            int length = text.isInMemory() ? (int) text.size() : in.read(buffer);
            while (length >= 0) {
                for (int i = 0; i < length; i++) {
                    int value = VALUES[buffer[i] & 0xFF];
                    if (value >= 0) {
                        digits++;
                        if (padded) {
                            return -1;
                        }
                    } else if (value == OTHER) {
                        return -1;
                    } else {
                        padded |= value == PAD;
                    }
                }
                length = in.read(buffer);
            }
        }
        return digits % 4 == 1 ? -1 : digits / 4 * 3 + (digits % 4 * 3) / 4;
    }

    /** Decodes a text that is Base64. */
    static void decode(TextSpool text, OutputStream to) throws IOException {
        Decoder decoder = new Decoder(to);
        text.copyTo(decoder);
        decoder.finish();
    }

    /** Takes digits in pieces. */
    private static final class Decoder extends OutputStream {
        private final OutputStream to;
        private final byte[] decoded = new byte[12 << 10];
        private int filled;
        private int bits;
        private int digits;

        Decoder(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            int end = offset + length;
            int at = offset;
            while (at < end) {
                if (digits == 0) {
                    at = quads(from, at, end);
                }
                if (filled > decoded.length - 8) {
                    flush();
                } else if (at < end) {
                    digit(VALUES[from[at++] & 0xFF]);
                }
            }
        }

        /** Decodes four digits at a time while there is nothing else. */
        private int quads(byte[] from, int start, int end) {
            int at = start;
            int out = filled;
            byte[] values = VALUES;
            while (at + 4 <= end && out + 8 <= decoded.length) {
                int a = values[from[at] & 0xFF];
                int b = values[from[at + 1] & 0xFF];
                int c = values[from[at + 2] & 0xFF];
                int d = values[from[at + 3] & 0xFF];
                if ((a | b | c | d) < 0) {
                    break;
                }
                int three = a << 18 | b << 12 | c << 6 | d;
                decoded[out] = (byte) (three >> 16);
                decoded[out + 1] = (byte) (three >> 8);
                decoded[out + 2] = (byte) three;
                out += 3;
                at += 4;
            }
            filled = out;
            return at;
        }

        private void digit(int value) {
            if (value < 0) {
                return;
            }
            bits = bits << 6 | value;
            if (++digits == 4) {
                decoded[filled++] = (byte) (bits >> 16);
                decoded[filled++] = (byte) (bits >> 8);
                decoded[filled++] = (byte) bits;
                digits = 0;
                bits = 0;
            }
        }

        @Override
        public void flush() throws IOException {
            to.write(decoded, 0, filled);
            filled = 0;
        }

        void finish() throws IOException {
            if (digits > 1) {
                int padded = bits << 6 * (4 - digits);
                decoded[filled++] = (byte) (padded >> 16);
                if (digits == 3) {
                    decoded[filled++] = (byte) (padded >> 8);
                }
            }
            flush();
        }
    }
}
