package dev.steno.look;

import dev.steno.filter.Regex;
import dev.steno.flow.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Which messages a list shows. Immutable.
 *
 * @param text what a message must contain, as the filter {@code ~b} tests it: row by row; null for any
 * @param direction null for both
 * @param kind as {@link MessageRow#kind}; null for any
 */
public record MessageFilter(
        @Nullable Regex text,
        @Nullable Direction direction,
        @Nullable String kind) {
    /** All messages. */
    public static final MessageFilter ALL = new MessageFilter(null, null, null);
}
