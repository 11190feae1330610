package dev.steno.filter;

import dev.steno.flow.FlowNumber;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts numbers, sizes, durations and points in time between their text form and {@code long}. Stateless. */
final class Operands {
    static final String STATUS = "a status such as 404 or 4xx";

    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?)\\s*([a-zµ]*)");
    private static final Map<String, Long> SIZES = sizes();
    private static final Map<String, Long> DURATIONS = durations();

    private Operands() {}

    static String expected(Argument argument) {
        return switch (argument) {
            case STATUS -> STATUS;
            case NUMBER -> "a number";
            case FLOW -> "the number of a flow such as 12 or 17.2041";
            case SIZE -> "a size such as 500, 10kb or 1.5mib";
            case DURATION -> "a duration such as 200ms, 3s or 5min";
            case TIME -> "a time such as -10min, 2026-03-01 or 2026-03-01T12:00:00Z";
            default -> throw new IllegalArgumentException(argument + " is not a number");
        };
    }

    /**
     * Parses a text into the argument's unit (bytes, nanoseconds, nanoseconds since the epoch); null if it is not
     * valid.
     */
    static @Nullable Long parse(Argument argument, String text, Instant now, ZoneId zone) {
        try {
            return switch (argument) {
                case STATUS, NUMBER -> text.matches("\\d{1,9}") ? Long.valueOf(text) : null;
                case FLOW -> flow(text);
                case SIZE -> quantity(text, SIZES);
                case DURATION -> quantity(text, DURATIONS);
                case TIME -> time(text, now, zone);
                default -> throw new IllegalArgumentException(argument + " is not a number");
            };
        } catch (ArithmeticException tooLarge) {
            return null;
        }
    }

    /** Whether a word is a unit that may follow a number of this kind. */
    static boolean isUnit(Argument argument, String word) {
        Map<String, Long> units =
                argument == Argument.SIZE ? SIZES : argument == Argument.DURATION ? DURATIONS : Map.of();
        return !word.isEmpty() && units.containsKey(word.toLowerCase(Locale.ROOT));
    }

    private static @Nullable Long flow(String text) {
        OptionalLong number = FlowNumber.parse(text);
        return number.isPresent() ? (Long) number.getAsLong() : null;
    }

    private static @Nullable Long quantity(String text, Map<String, Long> units) {
        Matcher matcher = QUANTITY.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        Long unit = units.get(matcher.group(2));
        if (unit == null) {
            return number.signum() == 0 && matcher.group(2).isEmpty() ? 0L : null;
        }
        return number.multiply(BigDecimal.valueOf(unit)).toBigInteger().longValueExact();
    }

    private static @Nullable Long time(String text, Instant now, ZoneId zone) {
        if (text.equalsIgnoreCase("now")) {
            return nanos(now);
        }
        if (text.startsWith("-") || text.startsWith("+")) {
            Long distance = quantity(text.substring(1), DURATIONS);
            if (distance == null) {
                return null;
            }
            return Math.addExact(nanos(now), text.startsWith("-") ? -distance : distance);
        }
        try {
            String iso = text.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) ", "$1T").toUpperCase(Locale.ROOT);
            if (iso.indexOf('T') < 0) {
                return nanos(LocalDate.parse(iso).atStartOfDay(zone).toInstant());
            }
            boolean offset = iso.matches(".*(Z|[+-]\\d\\d(:?\\d\\d)?)");
            return nanos(
                    offset
                            ? OffsetDateTime.parse(iso).toInstant()
                            : LocalDateTime.parse(iso).atZone(zone).toInstant());
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    }

    /** The shortest text that stands for exactly this number and needs no quotes. */
    static String print(Argument argument, long value) {
        return switch (argument) {
            case DURATION -> duration(value);
            case TIME ->
                Instant.ofEpochSecond(Math.floorDiv(value, 1_000_000_000L), Math.floorMod(value, 1_000_000_000L))
                        .toString();
            case FLOW -> FlowNumber.print(value);
            default -> Long.toString(value);
        };
    }

    private static String duration(long nanos) {
        String best = nanos + "ns";
        for (Map.Entry<String, Long> unit : DURATIONS.entrySet()) {
            if (nanos % unit.getValue() == 0) {
                best = nanos / unit.getValue() + unit.getKey();
            }
        }
        return nanos == 0 ? "0s" : best;
    }

    private static Map<String, Long> sizes() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("", 1L);
        units.put("b", 1L);
        long decimal = 1;
        long binary = 1;
        for (String prefix : new String[] {"k", "m", "g", "t"}) {
            decimal *= 1000;
            binary *= 1024;
            units.put(prefix, decimal);
            units.put(prefix + "b", decimal);
            units.put(prefix + "ib", binary);
        }
        return Map.copyOf(units);
    }

    /** The units in nanoseconds, in ascending order. If a unit has several names, the last one is used for printing. */
    private static Map<String, Long> durations() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("ns", 1L);
        units.put("µs", 1_000L);
        units.put("us", 1_000L);
        units.put("ms", 1_000_000L);
        units.put("sec", 1_000_000_000L);
        units.put("s", 1_000_000_000L);
        units.put("m", 60_000_000_000L);
        units.put("min", 60_000_000_000L);
        units.put("h", 3_600_000_000_000L);
        units.put("d", 86_400_000_000_000L);
        return Collections.unmodifiableMap(units);
    }
}
