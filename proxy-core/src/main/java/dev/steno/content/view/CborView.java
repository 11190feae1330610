package dev.steno.content.view;

import dev.steno.content.BodyText;
import dev.steno.content.view.Span.Kind;
import java.math.BigInteger;

/** CBOR as a tree, in the manner of its diagnostic notation (RFC 8949, 8). Stateless. */
final class CborView implements ContentView {
    /** The tag that says "this is CBOR" (3.4.6). */
    private static final String SELF_DESCRIBED = "\u00d9\u00d9\u00f7";

    @Override
    public String name() {
        return "cbor";
    }

    @Override
    public String label() {
        return "CBOR";
    }

    @Override
    public String syntax() {
        return "json";
    }

    @Override
    public boolean isFor(ViewContent content) {
        String type = content.type().type();
        return type.equals("application/cbor") || type.equals("application/cbor-seq") || type.endsWith("+cbor");
    }

    @Override
    public boolean looksRight(ViewContent content) {
        return content.beginsWith(SELF_DESCRIBED);
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        new Reader(content, out).show(content.whole());
    }

    private static final class Reader extends BinaryValues {
        private static final int INDEFINITE = 31;
        private static final int BREAK = 0xff;

        Reader(ViewContent content, ViewOutput out) {
            super(content, out);
        }

        @Override
        boolean value(int depth) {
            if (!data.hasRemaining() || depth > DEEPEST) {
                return false;
            }
            int first = data.get() & 0xff;
            int major = first >> 5;
            int info = first & 0x1f;
            if (major == 7) {
                return simple(info);
            }
            if (info == INDEFINITE) {
                return indefinite(major, depth);
            }
            int bytes = info < 24 ? 0 : info < 28 ? 1 << info - 24 : -1;
            if (bytes < 0 || data.remaining() < bytes) {
                return false;
            }
            long argument = argument(info, bytes);
            return switch (major) {
                case 0 -> number(Long.toUnsignedString(argument));
                case 1 -> number(negative(argument));
                case 2 -> bytes(argument);
                case 3 -> text(argument);
                case 4 -> array(argument, depth);
                case 5 -> map(argument, depth);
                default -> tagged(argument, depth);
            };
        }

        private long argument(int info, int bytes) {
            return switch (bytes) {
                case 0 -> info;
                case 1 -> data.get() & 0xff;
                case 2 -> data.getShort() & 0xffff;
                case 4 -> data.getInt() & 0xffff_ffffL;
                default -> data.getLong();
            };
        }

        private static String negative(long argument) {
            return argument >= 0
                    ? Long.toString(-1 - argument)
                    : BigInteger.ONE
                            .negate()
                            .subtract(new BigInteger(Long.toUnsignedString(argument)))
                            .toString();
        }

        private boolean simple(int info) {
            return switch (info) {
                case 20 -> literal("false");
                case 21 -> literal("true");
                case 22 -> literal("null");
                case 23 -> literal("undefined");
                case 24 -> data.hasRemaining() && literal("simple(" + (data.get() & 0xff) + ")");
                case 25 -> data.remaining() >= 2 && number(Float.toString(half(data.getShort())));
                case 26 -> data.remaining() >= 4 && number(Float.toString(data.getFloat()));
                case 27 -> data.remaining() >= 8 && number(Double.toString(data.getDouble()));
                default -> info < 20 && literal("simple(" + info + ")");
            };
        }

        /** Appendix D. */
        private static float half(short bits) {
            int exponent = bits >> 10 & 0x1f;
            int fraction = bits & 0x3ff;
            double value = exponent == 0
                    ? Math.scalb((double) fraction, -24)
                    : exponent == 31
                            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                            : Math.scalb((double) (fraction + 1024), exponent - 25);
            return (float) (bits < 0 ? -value : value);
        }

        /** Byte strings are often text. */
        @Override
        void remark(byte[] bytes) {
            if (bytes.length > 3 && BodyText.looksLikeText(bytes)) {
                out.add(Kind.COMMENT, " " + quoted(bytes));
            }
        }

        private boolean tagged(long tag, int depth) {
            String meaning = tag == 0
                    ? "time "
                    : tag == 1 ? "epoch time " : tag == 2 ? "bignum " : tag == 3 ? "negative bignum " : "";
            out.add(Kind.COMMENT, meaning.isEmpty() ? "tag " + Long.toUnsignedString(tag) + " " : meaning);
            return value(depth + 1);
        }

        /** Shows a value whose parts follow until a break (3.2). */
        private boolean indefinite(int major, int depth) {
            if (major < 2 || major == 6) {
                return false;
            }
            boolean map = major == 5;
            out.add(Kind.PUNCTUATION, map ? "{" : major == 4 ? "[" : "(").end();
            while (data.hasRemaining() && (data.get(data.position()) & 0xff) != BREAK) {
                out.indent(depth + 1);
                if (!(map ? pair(depth) : value(depth + 1))) {
                    return false;
                }
                out.end();
            }
            if (!data.hasRemaining()) {
                return false;
            }
            data.get();
            out.indent(depth).add(Kind.PUNCTUATION, map ? "}" : major == 4 ? "]" : ")");
            return true;
        }
    }
}
