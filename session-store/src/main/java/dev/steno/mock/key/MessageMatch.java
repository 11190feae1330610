package dev.steno.mock.key;

import dev.steno.compare.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Whether a message of a client counts as a recorded one. Pure functions. */
public final class MessageMatch {
    private MessageMatch() {}

    /**
     * Whether two messages are equal: by value if they are JSON, by their text without regard to white space, or as exactly as
     * the rule for contents says.
     *
     * @param whole whether these are all of their bytes, rather than the beginning of long messages
     */
    public static boolean isEqual(MatchRules rules, byte[] recorded, byte[] sent, boolean whole) {
        if (rules.content() == ContentRule.NONE || Arrays.equals(recorded, sent)) {
            return true;
        }
        if (rules.content() == ContentRule.EXACT || !whole) {
            return false;
        }
        String before = new String(recorded, StandardCharsets.UTF_8);
        String now = new String(sent, StandardCharsets.UTF_8);
        JsonValue one = mayBeJson(before) ? JsonValue.parse(before, rules.ignoresJson()) : null;
        JsonValue other = one != null && mayBeJson(now) ? JsonValue.parse(now, rules.ignoresJson()) : null;
        return one != null && other != null ? one.equals(other) : plain(before).equals(plain(now));
    }

    private static boolean mayBeJson(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    private static String plain(String text) {
        return String.join(" ", text.strip().split("\\s+", -1));
    }
}
