package dev.steno.sqlite.check;

import dev.steno.store.FlowRow;
import org.jspecify.annotations.Nullable;

/**
 * A flow as stored; columns or encoded form may be missing.
 *
 * @param intact whether the encoded form matches its checksum, if it has one
 */
record StoredFlow(long id, @Nullable Columns columns, byte @Nullable [] pb, boolean intact) {

    /** The columns of a flow; the row is null if a column has an invalid value. */
    record Columns(@Nullable FlowRow row) {}
}
