package dev.steno.flow;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What people and addons added to a flow; none of it passed over the wire.
 *
 * @param mark a marker's text; empty where the flow is not marked
 * @param comment free text; empty where there is none
 * @param metadata values that addons keep with the flow, by key, in key order
 * @param replay which side of the flow was replayed instead of carried
 */
public record Notes(String mark, String comment, Map<String, String> metadata, Replay replay) {
    /** Nothing added. */
    public static final Notes NONE = new Notes("", "", Map.of(), Replay.NONE);

    /** Where a message of a flow came from, if not from its peer. The order of the constants is part of the session format. */
    public enum Replay {
        NONE,
        REQUEST,
        RESPONSE
    }

    public Notes {
        metadata = metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    public Notes withMark(String next) {
        return new Notes(next, comment, metadata, replay);
    }

    public Notes withComment(String next) {
        return new Notes(mark, next, metadata, replay);
    }
}
