package dev.steno.mcp.tool;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a client may do beyond reading. A person allows each by itself. */
public enum Grant {
    /** Send requests. */
    SEND,
    /** End holds and change held messages. */
    HOLD,
    /** Set rules. */
    RULES,
    /** Set marks and comments of flows. */
    NOTES;

    /** Returns the name: {@code hold}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the grant with a name; empty if there is none. */
    public static Optional<Grant> named(String name) {
        return Arrays.stream(values()).filter(each -> each.label().equals(name)).findFirst();
    }

    /** Returns the names of all grants, separated by commas. */
    public static String names() {
        return Arrays.stream(values()).map(Grant::label).collect(Collectors.joining(", "));
    }
}
