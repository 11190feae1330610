package dev.steno.rule.network;

import dev.steno.rule.spec.RuleException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What follows the name of a fault: {@code key=value} pairs between blanks, of which {@code body} takes the rest of the text.
 * For one thread.
 */
final class Attributes {
    private static final Pattern PAIR =
            Pattern.compile("\\s*([a-z_-]+)=(?:(?<=\\bbody=)(.*)|(\\S*))\\s*", Pattern.DOTALL);
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)(us|ms|s|m)?");

    private static final Pattern SHIFT = Pattern.compile("([+-]?[0-9]{1,5})([smhd])");

    private final String toxic;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    /** @throws RuleException if the text is no list of pairs */
    Attributes(String toxic, String text) {
        this.toxic = toxic;
        Matcher pair = PAIR.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!pair.find(at) || pair.start() != at) {
                throw new RuleException("\"" + text.substring(at).strip() + "\" is not an attribute of " + toxic
                        + "; attributes are written key=value, separated by blanks");
            }
            String key = pair.group(1).replace('-', '_');
            String value = pair.group(2) == null ? pair.group(3) : pair.group(2);
            if (values.put(key, value) != null) {
                throw new RuleException(key + " is given a second time");
            }
            at = pair.end();
        }
    }

    /** The value; null if it is not given. */
    @Nullable
    String text(String key) {
        asked.add(key);
        return values.get(key);
    }

    String text(String key, String absent) {
        String given = text(key);
        return given == null ? absent : given;
    }

    long number(String key, long absent, long least, long most) {
        String given = text(key);
        if (given == null) {
            return absent;
        }
        try {
            long number = Long.parseLong(given);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new RuleException(
                key + " of " + toxic + " is a whole number from " + least + " to " + most + ", not \"" + given + "\"");
    }

    double fraction(String key, double absent) {
        String given = text(key);
        if (given == null) {
            return absent;
        }
        try {
            double number = Double.parseDouble(given);
            if (number >= 0 && number <= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new RuleException(key + " of " + toxic + " is a number from 0 to 1, not \"" + given + "\"");
    }

    /** A time in nanoseconds. */
    long time(String key, String absent) {
        return nanos(key + " of " + toxic, text(key, absent));
    }

    /** A time in nanoseconds that may be negative, of any length. */
    long shift(String key, String absent) {
        String text = text(key, absent);
        Matcher shift = SHIFT.matcher(text.toLowerCase(Locale.ROOT));
        if (!shift.matches()) {
            throw new RuleException(key + " of " + toxic + " is a time such as -1h, 5m or 30d, not \"" + text + "\"");
        }
        TimeUnit unit = switch (shift.group(2)) {
            case "s" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MINUTES;
            case "h" -> TimeUnit.HOURS;
            default -> TimeUnit.DAYS;
        };
        return unit.toNanos(Long.parseLong(shift.group(1)));
    }

    /**
     * Reads a time.
     *
     * @param what what it is, for the message
     */
    static long nanos(String what, String text) {
        Matcher time = TIME.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!time.matches()) {
            throw new RuleException(
                    what + " is a time such as 300ms or 1.5s (ms without a unit), not \"" + text + "\"");
        }
        String unit = time.group(2) == null ? "ms" : time.group(2);
        long one = switch (unit) {
            case "us" -> TimeUnit.MICROSECONDS.toNanos(1);
            case "ms" -> TimeUnit.MILLISECONDS.toNanos(1);
            case "s" -> TimeUnit.SECONDS.toNanos(1);
            default -> TimeUnit.MINUTES.toNanos(1);
        };
        double nanos = Double.parseDouble(time.group(1)) * one;
        if (nanos > TimeUnit.DAYS.toNanos(1)) {
            throw new RuleException(what + " is at most a day, not " + text);
        }
        return (long) nanos;
    }

    /** @throws RuleException if there is an attribute that was not asked for */
    void checkAllKnown() {
        for (String key : values.keySet()) {
            if (!asked.contains(key)) {
                throw new RuleException(toxic + " has no attribute " + key + "; it has " + String.join(", ", asked));
            }
        }
    }
}
