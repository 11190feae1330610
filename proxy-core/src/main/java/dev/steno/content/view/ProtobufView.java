package dev.steno.content.view;

import dev.steno.content.BodyText;
import dev.steno.content.view.Span.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * Protocol buffers without their schema: field numbers and values in each reading that is plausible
 * (https://protobuf.dev/programming-guides/encoding/). Stateless.
 */
final class ProtobufView implements ContentView {
    private static final Set<String> TYPES = Set.of(
            "application/protobuf",
            "application/x-protobuf",
            "application/vnd.google.protobuf",
            "application/x-google-protobuf");

    /** Upper bound on messages within messages. */
    private static final int DEEPEST = 12;

    private static final int SHOWN_BYTES = 64;

    @Override
    public String name() {
        return "protobuf";
    }

    @Override
    public String label() {
        return "protobuf";
    }

    @Override
    public String syntax() {
        return "facts";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return TYPES.contains(content.type().type());
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        showMessage(content.data(), content.whole(), out);
    }

    static void showMessage(byte[] data, boolean whole, ViewOutput out) {
        new Reader(data, 0, data.length, out).message(0, whole);
    }

    /** Reads the fields of a message and of the messages within it. For one thread. */
    private static final class Reader {
        private final byte[] data;
        private final ViewOutput out;
        private int at;
        private int end;
        private long value;

        Reader(byte[] data, int from, int end, ViewOutput out) {
            this.data = data;
            this.at = from;
            this.end = end;
            this.out = out;
        }

        void message(int depth, boolean whole) {
            while (at < end) {
                int start = at;
                if (!varint() || !isTag(value) || !field((int) (value >>> 3), (int) (value & 7), depth)) {
                    if (whole) {
                        out.note("no field at byte " + start + "; the rest is " + (end - start) + " bytes");
                        bytes(start, end);
                    }
                    at = end;
                }
            }
        }

        private static boolean isTag(long tag) {
            long number = tag >>> 3;
            return number > 0 && number <= 0x1fff_ffffL && (tag & 7) <= 5;
        }

        /** Shows a field; false, without output, if it is malformed. */
        private boolean field(int number, int wire, int depth) {
            switch (wire) {
                case 0 -> {
                    if (!varint()) {
                        return false;
                    }
                    key(number);
                    integer(value);
                }
                case 1 -> {
                    if (end - at < 8) {
                        return false;
                    }
                    long bits = little().getLong(at);
                    at += 8;
                    key(number);
                    out.add(Kind.NUMBER, Long.toString(bits))
                            .add(Kind.COMMENT, " fixed64, double " + Double.longBitsToDouble(bits))
                            .end();
                }
                case 5 -> {
                    if (end - at < 4) {
                        return false;
                    }
                    int bits = little().getInt(at);
                    at += 4;
                    key(number);
                    out.add(Kind.NUMBER, Integer.toString(bits))
                            .add(Kind.COMMENT, " fixed32, float " + Float.intBitsToFloat(bits))
                            .end();
                }
                case 2 -> {
                    if (!varint() || value < 0 || value > end - at) {
                        return false;
                    }
                    int from = at;
                    at += (int) value;
                    key(number);
                    delimited(from, at, depth);
                }
                default -> {
                    key(number);
                    out.add(Kind.COMMENT, wire == 3 ? "group begins" : "group ends")
                            .end();
                }
            }
            return true;
        }

        private ByteBuffer little() {
            return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        }

        private void key(int number) {
            out.add(Kind.KEY, Integer.toString(number)).add(Kind.PUNCTUATION, ": ");
        }

        private void integer(long number) {
            out.add(Kind.NUMBER, Long.toUnsignedString(number));
            long signed = number >>> 1 ^ -(number & 1);
            if (number < 0) {
                out.add(Kind.COMMENT, " or " + number);
            } else if (signed < 0) {
                out.add(Kind.COMMENT, " or sint " + signed);
            }
            out.end();
        }

        private void delimited(int from, int to, int depth) {
            byte[] field = Arrays.copyOfRange(data, from, to);
            if (isText(field)) {
                out.add(Kind.STRING, "\"" + new String(field, StandardCharsets.UTF_8).replace("\n", "\\n") + "\"")
                        .end();
            } else if (depth < DEEPEST && isMessage(from, to)) {
                out.add(Kind.PUNCTUATION, "{").end();
                out.nest();
                new Reader(data, from, to, out).message(depth + 1, true);
                out.unnest();
                out.add(Kind.PUNCTUATION, "}").end();
            } else {
                out.add(Kind.COMMENT, String.format("%,d bytes ", field.length));
                bytes(from, to);
            }
        }

        private void bytes(int from, int to) {
            int shown = Math.min(to, from + SHOWN_BYTES);
            out.add(Kind.STRING, HexFormat.ofDelimiter(" ").formatHex(data, from, shown));
            out.add(Kind.NOTE, shown < to ? String.format(" (%,d more)", to - shown) : "")
                    .end();
        }

        /** Text without control characters. An empty value counts as text. */
        private static boolean isText(byte[] field) {
            return BodyText.looksLikeText(field) && new String(field, StandardCharsets.UTF_8).indexOf('\u001b') < 0;
        }

        /** Whether bytes are fields up to their end; looks at the outer ones only. */
        private boolean isMessage(int from, int to) {
            Reader probe = new Reader(data, from, to, out);
            while (probe.at < to) {
                if (!probe.varint() || !isTag(probe.value) || !probe.skip((int) (probe.value & 7))) {
                    return false;
                }
            }
            return true;
        }

        private boolean skip(int wire) {
            switch (wire) {
                case 0:
                    return varint();
                case 1:
                    at += 8;
                    return at <= end;
                case 5:
                    at += 4;
                    return at <= end;
                case 2:
                    if (!varint() || value < 0 || value > end - at) {
                        return false;
                    }
                    at += (int) value;
                    return true;
                default:
                    return false;
            }
        }

        /** Reads a number of up to ten bytes into {@link #value}; false if it does not end. */
        private boolean varint() {
            value = 0;
            for (int shift = 0; shift < 70 && at < end; shift += 7) {
                byte b = data[at++];
                value |= shift < 64 ? (long) (b & 0x7f) << shift : 0;
                if (b >= 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
