package dev.steno.store;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;

/**
 * What a list shows of a row of {@link Message}, without all of its bytes. Immutable.
 *
 * @param sequence position in the flow, counting both directions, from 0
 * @param time nanoseconds since the epoch
 * @param last whether the message ends with this row
 * @param size bytes that this row represents
 * @param recorded bytes of it that are stored
 * @param start its first bytes; not to be modified
 */
public record MessageHead(
        long sequence,
        long time,
        Direction direction,
        Message.Kind kind,
        boolean last,
        Message.Edit edit,
        long size,
        long recorded,
        byte[] start) {}
