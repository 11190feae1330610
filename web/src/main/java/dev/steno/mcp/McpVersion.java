package dev.steno.mcp;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The versions of the protocol that are spoken, the oldest first. */
enum McpVersion {
    FIRST("2024-11-05", true),
    BATCHES("2025-03-26", true),
    NO_BATCHES("2025-06-18", false),
    NEWEST("2025-11-25", false);

    private final String date;
    private final boolean batches;

    McpVersion(String date, boolean batches) {
        this.date = date;
        this.batches = batches;
    }

    /** The name in messages. */
    String date() {
        return date;
    }

    /** Whether messages may come in an array. */
    boolean hasBatches() {
        return batches;
    }

    /** Whether a client can be asked to ask its user. */
    boolean hasElicitation() {
        return compareTo(NO_BATCHES) >= 0;
    }

    /** Whether this is the name of a version that is spoken. */
    static boolean isKnown(String date) {
        return Arrays.stream(values()).anyMatch(each -> each.date.equals(date));
    }

    /** Returns the version to speak with a client: its own if it is known, else the newest. */
    static McpVersion agreed(@Nullable Object asked) {
        Optional<McpVersion> known =
                Arrays.stream(values()).filter(each -> each.date.equals(asked)).findFirst();
        return known.orElse(NEWEST);
    }
}
