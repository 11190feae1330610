package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;

/** MessagePack as a tree (https://github.com/msgpack/msgpack/blob/master/spec.md). Stateless. */
final class MsgPackView implements ContentView {
    private static final Set<String> TYPES =
            Set.of("application/msgpack", "application/x-msgpack", "application/vnd.msgpack");

    @Override
    public String name() {
        return "msgpack";
    }

    @Override
    public String label() {
        return "MessagePack";
    }

    @Override
    public String syntax() {
        return "json";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return TYPES.contains(content.type().type());
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        new Reader(content, out).show(content.whole());
    }

    private static final class Reader extends BinaryValues {
        Reader(ViewContent content, ViewOutput out) {
            super(content, out);
        }

        @Override
        boolean value(int depth) {
            if (!data.hasRemaining()) {
                return false;
            }
            int first = data.get() & 0xff;
            if (first < 0x80) {
                return number(Integer.toString(first));
            } else if (first < 0x90) {
                return map(first & 0xf, depth);
            } else if (first < 0xa0) {
                return array(first & 0xf, depth);
            } else if (first < 0xc0) {
                return text(first & 0x1f);
            } else if (first >= 0xe0) {
                return number(Integer.toString((byte) first));
            }
            return switch (first) {
                case 0xc0 -> literal("nil");
                case 0xc2 -> literal("false");
                case 0xc3 -> literal("true");
                case 0xc4, 0xc5, 0xc6 -> bytes(length(1 << first - 0xc4));
                case 0xc7, 0xc8, 0xc9 -> extension(length(1 << first - 0xc7));
                case 0xca -> has(4) && number(Float.toString(data.getFloat()));
                case 0xcb -> has(8) && number(Double.toString(data.getDouble()));
                case 0xcc, 0xcd, 0xce, 0xcf -> unsigned(1 << first - 0xcc);
                case 0xd0 -> has(1) && number(Byte.toString(data.get()));
                case 0xd1 -> has(2) && number(Short.toString(data.getShort()));
                case 0xd2 -> has(4) && number(Integer.toString(data.getInt()));
                case 0xd3 -> has(8) && number(Long.toString(data.getLong()));
                case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> extension(1L << first - 0xd4);
                case 0xd9, 0xda, 0xdb -> text(length(1 << first - 0xd9));
                case 0xdc, 0xdd -> array(length(2 << first - 0xdc), depth);
                case 0xde, 0xdf -> map(length(2 << first - 0xde), depth);
                default -> false; // 0xc1 is never used
            };
        }

        /** A length of 1, 2 or 4 bytes; -1 if it is cut off. */
        private long length(int bytes) {
            if (!has(bytes)) {
                return -1;
            }
            return switch (bytes) {
                case 1 -> data.get() & 0xff;
                case 2 -> data.getShort() & 0xffff;
                default -> data.getInt() & 0xffff_ffffL;
            };
        }

        private boolean unsigned(int bytes) {
            if (bytes < 8) {
                long value = length(bytes);
                return value >= 0 && number(Long.toString(value));
            }
            return has(8) && number(Long.toUnsignedString(data.getLong()));
        }

        private boolean extension(long length) {
            if (length < 0 || !has(length + 1)) {
                return false;
            }
            int type = data.get();
            if (type == -1 && (length == 4 || length == 8)) {
                return timestamp(length);
            }
            out.add(Kind.COMMENT, "extension " + type + ": ");
            return bytes(length);
        }

        private boolean timestamp(long length) {
            long bits = length == 4 ? data.getInt() & 0xffff_ffffL : data.getLong();
            try {
                Instant time = length == 4
                        ? Instant.ofEpochSecond(bits)
                        : Instant.ofEpochSecond(bits & 0x3_ffff_ffffL, bits >>> 34);
                return number(time.toString());
            } catch (DateTimeException tooLarge) {
                return number(Long.toUnsignedString(bits));
            }
        }
    }
}
