package dev.steno.sqlite.ship;

import dev.steno.flow.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A flow that is to be sent.
 *
 * @param id its number
 * @param flow the flow; null if it cannot be read, for the reason in {@code damage}
 * @param encoded its encoded form, as it is stored; not to be modified
 * @param notes the count of its row in {@code ship_again}; 0 if it is sent for the first time
 * @param damage why it cannot be read; null if it can
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
public record PendingFlow(
        long id,
        @Nullable Flow flow,
        byte[] encoded,
        long notes,
        @Nullable String damage) {}
