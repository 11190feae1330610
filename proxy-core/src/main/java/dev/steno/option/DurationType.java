package dev.steno.option;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations up to {@link #LONGEST}: a number with a unit, or {@code 0}. */
record DurationType() implements ValueType<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,30}(?:\\.[0-9]{1,30})?) ?([a-zµ]*)");

    /** In days, a century: such a time from now is still a number of nanoseconds. */
    private static final int LONGEST = 36_500;

    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000L);

    @Override
    public String name() {
        return "duration";
    }

    @Override
    public String accepted() {
        return "a number with ns, us, ms, s, min, h or d, such as 200ms or 1.5min";
    }

    @Override
    public Duration parse(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new ValueException(text, "is not a duration", accepted());
        }
        BigDecimal number = new BigDecimal(form.group(1));
        if (form.group(2).isEmpty() && number.signum() == 0) {
            return Duration.ZERO;
        }
        BigDecimal nanos = number.multiply(BigDecimal.valueOf(unit(text, form.group(2))));
        if (nanos.compareTo(BigDecimal.valueOf(Duration.ofDays(LONGEST).toNanos())) > 0) {
            throw new ValueException(text, "is longer than " + LONGEST + "d", accepted());
        }
        try {
            BigInteger[] parts = nanos.toBigIntegerExact().divideAndRemainder(SECOND);
            return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
        } catch (ArithmeticException e) {
            throw new ValueException(text, "is finer than a nanosecond", accepted());
        }
    }

    private long unit(String text, String symbol) {
        return switch (symbol) {
            case "ns" -> 1L;
            case "us", "µs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m", "min" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            case "" -> throw new ValueException(text, "has no unit", accepted());
            default -> throw new ValueException(text, "has an unknown unit", accepted());
        };
    }

    /** The exact duration, in the largest unit that divides it. */
    @Override
    public String print(Duration value) {
        long seconds = value.getSeconds();
        int nanos = value.getNano();
        if (nanos != 0) {
            BigInteger all = BigInteger.valueOf(seconds).multiply(SECOND).add(BigInteger.valueOf(nanos));
            return nanos % 1_000_000 == 0
                    ? all.divide(BigInteger.valueOf(1_000_000L)) + "ms"
                    : nanos % 1_000 == 0 ? all.divide(BigInteger.valueOf(1_000L)) + "us" : all + "ns";
        }
        if (seconds == 0) {
            return "0s";
        }
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "min" : seconds + "s";
    }
}
