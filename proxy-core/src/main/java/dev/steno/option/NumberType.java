package dev.steno.option;

import java.math.BigInteger;
import java.util.function.Function;

/** Whole numbers in a range, as {@code int} or {@code long}. */
record NumberType<T extends Number>(long lowest, long highest, Function<Long, T> narrow) implements ValueType<T> {
    static final NumberType<Integer> INT = new NumberType<>(Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue);
    static final NumberType<Long> LONG = new NumberType<>(Long.MIN_VALUE, Long.MAX_VALUE, n -> n);
    private static final int MOST_DIGITS = 40;

    @Override
    public String name() {
        return "number";
    }

    @Override
    public String metavar() {
        return "N";
    }

    @Override
    public String accepted() {
        return "a whole number from " + lowest + " to " + highest;
    }

    @Override
    public T parse(String text) {
        if (!text.matches("[+-]?[0-9]+")) {
            throw new ValueException(text, "is not a whole number", accepted());
        }
        if (text.length() > MOST_DIGITS) {
            throw new ValueException(text, "is out of range", accepted());
        }
        BigInteger number = new BigInteger(text);
        if (number.compareTo(BigInteger.valueOf(lowest)) < 0 || number.compareTo(BigInteger.valueOf(highest)) > 0) {
            throw new ValueException(text, "is out of range", accepted());
        }
        return narrow.apply(number.longValue());
    }

    @Override
    public String print(T value) {
        return value.toString();
    }
}
