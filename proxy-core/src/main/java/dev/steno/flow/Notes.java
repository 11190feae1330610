package dev.steno.flow;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What people, addons and the proxy itself added to a flow; none of it passed over the wire.
 *
 * @param mark a marker's text; empty where the flow is not marked
 * @param comment free text; empty where there is none
 * @param metadata values that addons keep with the flow, by key, in key order
 * @param replay which side of the flow was replayed instead of carried
 */
public record Notes(String mark, String comment, Map<String, String> metadata, Replay replay) {
    /** Nothing added. */
    public static final Notes NONE = new Notes("", "", Map.of(), Replay.NONE);

    /** The key of the metadata under which the proxy says what was odd about messages that passed all the same. */
    public static final String ODD = "steno.odd";

    /** Characters after which nothing further is added to what was odd. */
    public static final int LONGEST_ODD = 2000;

    /** Where a message of a flow came from, if not from its peer. */
    public enum Replay implements Numbered {
        NONE(0),
        REQUEST(1),
        RESPONSE(2);

        private final int number;

        Replay(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    public Notes {
        metadata = metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** The same with what was odd about the messages though they passed. */
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
