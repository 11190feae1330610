package dev.steno.session;

import dev.steno.option.ByteSize;
import dev.steno.option.ValueException;
import dev.steno.option.ValueTypes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The retention limits of a session. Each of them applies.
 *
 * @param flows the highest number of flows
 * @param bytes the highest number of bytes in use within the session file
 * @param age the longest time since a flow began; null if there is no limit
 */
public record KeepLimits(long flows, long bytes, @Nullable Duration age) {
    /** No limit. */
    public static final KeepLimits NONE = new KeepLimits(Long.MAX_VALUE, Long.MAX_VALUE, null);

    private static final Pattern FLOWS = Pattern.compile("([0-9]{1,18}) ?flows?");
    private static final Pattern BYTES = Pattern.compile("[0-9.]+ ?([kmgt]i?)?b");

    /**
     * Parses limits.
     *
     * @param texts each a number of flows, a size or a time span, such as {@code 1000000flows}, {@code 10gb} or
     *     {@code 7d}; or several of them, separated by commas
     * @throws IllegalArgumentException if a text is none of these, or a limit is given twice
     */
    public static KeepLimits parse(List<String> texts) {
        KeepLimits limits = NONE;
        for (String text : String.join(",", texts).split(",")) {
            if (text.isBlank()) {
                continue;
            }
            KeepLimits one = parse(text.strip().toLowerCase(Locale.ROOT));
            if (one.flows != NONE.flows && limits.flows != NONE.flows
                    || one.bytes != NONE.bytes && limits.bytes != NONE.bytes
                    || one.age != null && limits.age != null) {
                throw new IllegalArgumentException(
                        "only one limit of each kind is allowed, and " + text.strip() + " is the second of its kind");
            }
            limits = new KeepLimits(
                    Math.min(limits.flows, one.flows),
                    Math.min(limits.bytes, one.bytes),
                    one.age == null ? limits.age : one.age);
        }
        return limits;
    }

    private static KeepLimits parse(String text) {
        try {
            Matcher flows = FLOWS.matcher(text);
            if (flows.matches()) {
                return new KeepLimits(Long.parseLong(flows.group(1)), NONE.bytes, null);
            }
            if (BYTES.matcher(text).matches()) {
                return new KeepLimits(NONE.flows, ByteSize.parse(text).bytes(), null);
            }
            Duration age = ValueTypes.STANDARD.of(Duration.class).parse(text);
            return new KeepLimits(NONE.flows, NONE.bytes, age);
        } catch (ValueException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a limit: a size such as 10gb, a time such as 7d, or a number such as"
                            + " 1000000flows is expected",
                    e);
        }
    }

    /** Whether there is no limit. */
    public boolean isNone() {
        return flows == NONE.flows && bytes == NONE.bytes && age == null;
    }
}
