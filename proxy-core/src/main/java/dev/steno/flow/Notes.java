package dev.steno.flow;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Annotations of a flow by people, addons and the proxy itself; none of them was transferred. Immutable; any thread.
 *
 * @param mark a short marker text; empty if the flow is not marked
 * @param comment free text; empty if there is none
 * @param metadata values of addons by key, in key order
 * @param replay which message of the flow was replayed, if any
 */
public record Notes(String mark, String comment, Map<String, String> metadata, Replay replay) {
    /** Nothing added. */
    public static final Notes NONE = new Notes("", "", Map.of(), Replay.NONE);

    /** The metadata key under which the proxy describes anomalies of messages that it forwarded nevertheless. */
    public static final String ODD = "steno.odd";

    /** Length of that description, in characters, from which nothing more is appended. */
    public static final int LONGEST_ODD = 2000;

    /** Which message of a flow was replayed. The order of the constants is part of the session format. */
    public enum Replay {
        NONE,
        REQUEST,
        RESPONSE
    }

    public Notes {
        metadata = metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** A copy with this description under {@link #ODD}. */
    public Notes withOdd(String what) {
        Map<String, String> next = new TreeMap<>(metadata);
        next.put(ODD, what);
        return new Notes(mark, comment, next, replay);
    }

    public Notes withMark(String next) {
        return new Notes(next, comment, metadata, replay);
    }

    public Notes withComment(String next) {
        return new Notes(mark, next, metadata, replay);
    }
}
