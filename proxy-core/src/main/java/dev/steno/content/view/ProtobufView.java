package dev.steno.content.view;

import dev.steno.content.BodyText;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.content.schema.ProtoType;
import dev.steno.content.view.Span.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Protocol buffers (https://protobuf.dev/programming-guides/encoding/): by their schema if it is known; otherwise field
 * numbers, and values in each reading that is plausible. Stateless.
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

    /** Upper bound on the numbers of a packed field that are shown. */
    private static final int MOST_PACKED = 1_000;

    @Override
    public String name() {
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
        showMessage(content.data(), content.whole(), content.schema(), out);
    }

    /** @param type null if it is not known */
    static void showMessage(byte[] data, boolean whole, @Nullable ProtoType type, ViewOutput out) {
        new Reader(data, 0, data.length, type, out).message(0, whole);
    }

    /** Reads the fields of a message and of the messages within it. For one thread. */
    private static final class Reader {
        private final byte[] data;
        private final ViewOutput out;
        private final @Nullable ProtoType type;
        private int at;
        private int end;
        private long value;

        Reader(byte[] data, int from, int end, @Nullable ProtoType type, ViewOutput out) {
            this.type = type;
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
                    if (!typed(number, 0, value)) {
                        integer(value);
                    }
                }
                case 1 -> {
                    if (end - at < 8) {
                        return false;
                    }
                    long bits = little().getLong(at);
                    at += 8;
                    key(number);
                    if (!typed(number, 1, bits)) {
                        out.add(Kind.NUMBER, Long.toString(bits))
                                .add(Kind.COMMENT, " fixed64, double " + Double.longBitsToDouble(bits))
                                .end();
                    }
                }
                case 5 -> {
                    if (end - at < 4) {
                        return false;
                    }
                    int bits = little().getInt(at);
                    at += 4;
                    key(number);
                    if (!typed(number, 5, bits)) {
                        out.add(Kind.NUMBER, Integer.toString(bits))
                                .add(Kind.COMMENT, " fixed32, float " + Float.intBitsToFloat(bits))
                                .end();
                    }
                }
                case 2 -> {
                    if (!varint() || value < 0 || value > end - at) {
                        return false;
                    }
                    int from = at;
                    at += (int) value;
                    key(number);
                    delimited(number, from, at, depth);
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
            ProtoSchema.Field field = field(number);
            out.add(Kind.KEY, field == null ? Integer.toString(number) : field.name())
                    .add(Kind.PUNCTUATION, ": ");
        }

        private ProtoSchema.@Nullable Field field(int number) {
            return type == null ? null : type.field(number);
        }

        /** Shows a number as the schema means it; false if that does not know it. */
        private boolean typed(int number, int wire, long bits) {
            ProtoSchema.Field field = field(number);
            String text = field == null || type == null ? null : type.number(field, wire, bits);
            if (text == null) {
                return false;
            }
            boolean word = Character.isLetter(text.charAt(0)) && !text.equals("NaN") && !text.equals("Infinity");
            out.add(word ? Kind.LITERAL : Kind.NUMBER, text).end();
            return true;
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

        private void delimited(int number, int from, int to, int depth) {
            ProtoSchema.Field field = field(number);
            ProtoType nested = type == null ? null : type.nested(field);
            byte[] bytes = Arrays.copyOfRange(data, from, to);
            if (field != null && packed(field, from, to)) {
                return;
            }
            boolean isMessage = depth < DEEPEST && isMessage(from, to);
            if (nested == null && isText(bytes)) {
                out.add(Kind.STRING, "\"" + new String(bytes, StandardCharsets.UTF_8).replace("\n", "\\n") + "\"");
                if (field == null && isMessage && from < to) {
                    out.add(Kind.COMMENT, " or a message of " + bytes.length + " bytes");
                }
                out.end();
            } else if (isMessage && (field == null || nested != null)) {
                out.add(Kind.PUNCTUATION, "{").end();
                out.nest();
                new Reader(data, from, to, nested, out).message(depth + 1, true);
                out.unnest();
                out.add(Kind.PUNCTUATION, "}").end();
            } else {
                out.add(Kind.COMMENT, String.format("%,d bytes ", bytes.length));
                bytes(from, to);
            }
        }

        /** Shows numbers that follow each other in one field; false if it is not such a field. */
        private boolean packed(ProtoSchema.Field field, int from, int to) {
            int wire = ProtoType.packedWire(field);
            if (wire < 0 || type == null) {
                return false;
            }
            List<String> numbers = new ArrayList<>();
            Reader elements = new Reader(data, from, to, null, out);
            while (elements.at < to && numbers.size() < MOST_PACKED) {
                if (wire == 0 ? !elements.varint() : to - elements.at < (wire == 1 ? 8 : 4)) {
                    return false;
                }
                long bits = wire == 0
                        ? elements.value
                        : wire == 1 ? little().getLong(elements.at) : little().getInt(elements.at);
                elements.at += wire == 0 ? 0 : wire == 1 ? 8 : 4;
                numbers.add(String.valueOf(type.number(field, wire, bits)));
            }
            out.add(Kind.NUMBER, "[" + String.join(", ", numbers) + (elements.at < to ? ", \u2026]" : "]"))
                    .end();
            return true;
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
            Reader probe = new Reader(data, from, to, null, out);
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
