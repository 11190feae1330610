package dev.steno.option;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written with a decimal unit ({@code kb mb gb tb}, powers of 1000), a binary unit ({@code kib mib
 * gib tib}, powers of 1024; IEC 80000-13), or no unit for plain bytes.
 *
 * @param bytes at least 0
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    static final ValueType<ByteSize> TYPE = ValueType.of(
            "size",
            "SIZE",
            "a number of bytes or one with b, kb, mb, gb, tb, kib, mib, gib or tib, such as 512kb or 1.5gib",
            ByteSize::parse,
            ByteSize::toString);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,19})?) ?([a-z]*)");

    private enum Unit {
        TIB(1L << 40),
        TB(1_000_000_000_000L),
        GIB(1L << 30),
        GB(1_000_000_000L),
        MIB(1L << 20),
        MB(1_000_000L),
        KIB(1L << 10),
        KB(1_000L),
        B(1);

        private final long bytes;

        Unit(long bytes) {
            this.bytes = bytes;
        }

        private String symbol() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    /**
     * Parses a size, ignoring case.
     *
     * @throws ValueException if the text is not a size, or not a whole number of bytes below 2^63
     */
    public static ByteSize parse(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new ValueException(text, "is not a size", TYPE.accepted());
        }
        Unit unit = List.of(Unit.values()).stream()
                .filter(each -> each.symbol().equals(form.group(2).isEmpty() ? "b" : form.group(2)))
                .findFirst()
                .orElseThrow(() -> new ValueException(text, "has an unknown unit", TYPE.accepted()));
        try {
            return new ByteSize(new BigDecimal(form.group(1))
                    .multiply(BigDecimal.valueOf(unit.bytes))
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw new ValueException(text, "is not a whole number of bytes below 2^63", TYPE.accepted());
        }
    }

    /** The exact size, in the largest unit that divides it. */
    @Override
    public String toString() {
        if (bytes == 0) {
            return "0b";
        }
        for (Unit unit : Unit.values()) {
            if (bytes % unit.bytes == 0) {
                return bytes / unit.bytes + unit.symbol();
            }
        }
        throw new AssertionError("one byte divides every size");
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }
}
