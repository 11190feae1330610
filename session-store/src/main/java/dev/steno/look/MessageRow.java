package dev.steno.look;

import dev.steno.flow.Direction;
import org.jspecify.annotations.Nullable;

/**
 * A message of a WebSocket or a raw stream, or a server-sent event, as a list shows it. Immutable.
 *
 * @param sequence by which it is read: the number of its first stored row, or of the event
 * @param time nanoseconds since the epoch; 0 for events, whose times are not recorded
 * @param kind {@code text}, {@code binary}, {@code piece}, {@code raw} or {@code event}
 * @param edit what a handler did: {@code changed}, {@code dropped} or {@code injected}; null if nothing
 * @param name the type of an event; null if it has none
 * @param size bytes of the whole message; of an incomplete one, of what arrived
 * @param recorded how many of them are recorded
 * @param parts stored rows that it consists of
 * @param complete whether the end of the message is recorded
 * @param joins the sequence of the message that this row continues, in a list too long to be joined; -1 otherwise
 * @param binary whether {@code text} is hexadecimal
 * @param text the beginning of the content
 */
public record MessageRow(
        long sequence,
        long time,
        Direction direction,
        String kind,
        @Nullable String edit,
        @Nullable String name,
        long size,
        long recorded,
        int parts,
        boolean complete,
        long joins,
        boolean binary,
        String text) {}
